#include "train/fasttext_trainer.h"

#include <fasttext/fasttext.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <memory>
#include <new>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

fasttext::loss_name LossOf(const std::string& name) {
  if (name == "hs") return fasttext::loss_name::hs;
  if (name == "ns") return fasttext::loss_name::ns;
  if (name == "ova") return fasttext::loss_name::ova;
  return fasttext::loss_name::softmax;
}

fasttext::Args ToFastText(const FastTextArgs& args, const std::string& rows_path) {
  fasttext::Args out;
  out.input = rows_path;
  out.model = fasttext::model_name::sup;
  out.loss = LossOf(args.loss);
  out.lr = args.lr;
  out.epoch = static_cast<int>(args.epoch);
  out.dim = static_cast<int>(args.dim);
  out.wordNgrams = static_cast<int>(args.word_ngrams);
  out.minCount = static_cast<int>(args.min_count);
  out.minCountLabel = 0;
  out.minn = static_cast<int>(args.minn);
  out.maxn = static_cast<int>(args.maxn);
  out.bucket = args.needs_buckets() ? static_cast<int>(args.bucket) : 0;
  out.seed = static_cast<int>(args.seed);
  out.thread = static_cast<int>(args.threads);
  out.verbose = 0;
  return out;
}

fasttext::Args ToSkipGram(const PretrainingRecipe& recipe, const FastTextArgs& args,
                          const std::string& text_path) {
  fasttext::Args out;
  out.input = text_path;
  out.model = fasttext::model_name::sg;
  out.loss = fasttext::loss_name::ns;
  out.lr = recipe.lr;
  out.epoch = static_cast<int>(recipe.epoch);
  out.ws = static_cast<int>(recipe.window);
  out.minCount = static_cast<int>(recipe.min_count);
  out.dim = static_cast<int>(args.dim);
  out.seed = static_cast<int>(args.seed);
  out.thread = static_cast<int>(args.threads);
  out.minn = 0;
  out.maxn = 0;
  out.bucket = 0;
  out.verbose = 0;
  return out;
}

// libfasttext speaks in exceptions; `action` is what may throw them.
absl::Status Guarded(double lr, const std::function<absl::Status()>& action) {
  try {
    return action();
  } catch (const fasttext::DenseMatrix::EncounteredNaNError&) {
    return absl::FailedPreconditionError(
        absl::StrCat("training diverged (NaN) with lr = ", lr, "; lower it in the recipe"));
  } catch (const fasttext::FastText::AbortError&) {
    return absl::CancelledError("training was stopped");
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(
        "not enough memory to train; lower fasttext.bucket or fasttext.dim in the recipe");
  } catch (const std::invalid_argument& error) {
    return absl::InvalidArgumentError(absl::StrCat("libfasttext: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("libfasttext: ", error.what()));
  }
}

// should_stop: may be empty.
void TrainWith(const fasttext::Args& args, const TrainingProgress& progress,
               const StopCheck& should_stop, fasttext::FastText* trainer) {
  trainer->train(args, [&](float share, float loss, double, double, int64_t) {
    if (progress) progress(share, loss);
    if (should_stop && should_stop()) trainer->abort();
  });
}

// libfasttext checks words and labels together, and trains happily without a single word.
absl::Status CheckHasWords(const fasttext::FastText& trainer, const char* key, uint32_t min_count) {
  if (trainer.getDictionary()->nwords() > 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("no word occurs ", key, " = ", min_count, " times; lower it"));
}

WordVectors VectorsOf(const fasttext::FastText& trainer, uint32_t dim) {
  WordVectors vectors;
  vectors.dim = dim;
  fasttext::Vector vector(dim);
  const auto dictionary = trainer.getDictionary();
  for (int32_t i = 0; i < dictionary->nwords(); ++i) {
    const std::string word = dictionary->getWord(i);
    if (word == fasttext::Dictionary::EOS) continue;
    trainer.getWordVector(vector, word);
    vectors.of[word].assign(vector.data(), vector.data() + dim);
  }
  return vectors;
}

}  // namespace

absl::Status TrainFastText(const FastTextArgs& args, const std::string& rows_path,
                           const std::string& model_path, const TrainingProgress& progress,
                           const std::string& vectors_path, const StopCheck& should_stop) {
  return Guarded(args.lr, [&]() -> absl::Status {
    fasttext::Args fasttext_args = ToFastText(args, rows_path);
    fasttext_args.pretrainedVectors = vectors_path;
    fasttext::FastText trainer;
    TrainWith(fasttext_args, progress, should_stop, &trainer);
    TASNIF_RETURN_IF_ERROR(CheckHasWords(trainer, "fasttext.min_count", args.min_count));
    trainer.saveModel(model_path);
    return absl::OkStatus();
  });
}

absl::Status ReplaceWeights(const std::string& model_path, const std::vector<float>& weights) {
  return Guarded(/*lr=*/0, [&]() -> absl::Status {
    fasttext::FastText model;
    model.loadModel(model_path);
    const int64_t rows = model.getInputMatrix()->size(0);
    const int64_t labels = model.getDictionary()->nlabels();
    if (weights.size() != static_cast<size_t>(rows * labels)) {
      return absl::InvalidArgumentError(absl::StrCat(
          weights.size(), " weights for ", rows, " rows and ", labels, " labels of ", model_path));
    }
    auto input = std::make_shared<fasttext::DenseMatrix>(rows, labels);
    std::copy(weights.begin(), weights.end(), input->data());
    auto output = std::make_shared<fasttext::DenseMatrix>(labels, labels);
    output->zero();
    for (int64_t i = 0; i < labels; ++i) output->at(i, i) = 1;
    model.setMatrices(input, output);
    model.saveModel(model_path);
    return absl::OkStatus();
  });
}

absl::StatusOr<WordVectors> TrainWordVectors(const PretrainingRecipe& recipe,
                                             const FastTextArgs& args, const std::string& text_path,
                                             const TrainingProgress& progress) {
  WordVectors vectors;
  const absl::Status done = Guarded(recipe.lr, [&]() -> absl::Status {
    fasttext::FastText trainer;
    TrainWith(ToSkipGram(recipe, args, text_path), progress, /*should_stop=*/{}, &trainer);
    TASNIF_RETURN_IF_ERROR(CheckHasWords(trainer, "pretraining.min_count", recipe.min_count));
    vectors = VectorsOf(trainer, args.dim);
    return absl::OkStatus();
  });
  if (!done.ok()) return done;
  return vectors;
}

}  // namespace tasnif
