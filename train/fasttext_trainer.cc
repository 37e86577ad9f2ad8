#include "train/fasttext_trainer.h"

#include <fasttext/fasttext.h>

#include <exception>
#include <new>

#include "absl/strings/str_cat.h"

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
  // As its own command line does: without n-grams there are no buckets.
  const bool needs_buckets = args.word_ngrams > 1 || args.maxn > 0;
  out.bucket = needs_buckets ? static_cast<int>(args.bucket) : 0;
  out.seed = static_cast<int>(args.seed);
  out.thread = static_cast<int>(args.threads);
  out.verbose = 0;
  return out;
}

}  // namespace

absl::Status TrainFastText(const FastTextArgs& args, const std::string& rows_path,
                           const std::string& model_path, const TrainingProgress& progress) {
  const auto callback = [&progress](float share, float loss, double, double, int64_t) {
    if (progress) progress(share, loss);
  };
  try {
    fasttext::FastText trainer;
    trainer.train(ToFastText(args, rows_path), callback);
    // libfasttext checks words and labels together, and trains happily without a single word.
    if (trainer.getDictionary()->nwords() == 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "no word occurs fasttext.min_count = ", args.min_count, " times; lower it"));
    }
    trainer.saveModel(model_path);
    return absl::OkStatus();
  } catch (const fasttext::DenseMatrix::EncounteredNaNError&) {
    return absl::FailedPreconditionError(absl::StrCat(
        "training diverged (NaN) with fasttext.lr = ", args.lr, "; lower it in the recipe"));
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(
        "not enough memory to train; lower fasttext.bucket or fasttext.dim in the recipe");
  } catch (const std::invalid_argument& error) {
    return absl::InvalidArgumentError(absl::StrCat("libfasttext: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("libfasttext: ", error.what()));
  }
}

}  // namespace tasnif
