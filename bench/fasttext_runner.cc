#include "bench/fasttext_runner.h"

#include <fasttext/fasttext.h>

#include <cmath>
#include <exception>
#include <functional>
#include <istream>
#include <new>
#include <streambuf>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status.h"

namespace tasnif {
namespace {

// A line in memory as the stream that libfasttext wants, without a copy.
class LineBuffer : public std::streambuf {
 public:
  void Set(std::string_view line) {
    char* begin = const_cast<char*>(line.data());  // Only read.
    setg(begin, begin, begin + line.size());
  }
};

// libfasttext speaks in exceptions.
absl::Status Guarded(const std::string& path, const std::function<void()>& action) {
  try {
    action();
    return absl::OkStatus();
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError(
        absl::StrCat(path, ": libfasttext finds too little memory; use a smaller model"));
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": libfasttext: ", error.what()));
  }
}

}  // namespace

struct FastTextRunner::Impl {
  void Read(std::string_view line) {
    buffer.Set(line);
    stream.clear();
    dictionary->getLine(stream, rows, line_labels);
    predictions.clear();
  }

  fasttext::FastText model;
  std::shared_ptr<const fasttext::Dictionary> dictionary;
  LineBuffer buffer;
  std::istream stream{&buffer};
  std::vector<int32_t> rows;
  std::vector<int32_t> line_labels;
  fasttext::Predictions predictions;
};

FastTextRunner::FastTextRunner(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  constexpr size_t kPrefixBytes = sizeof("__label__") - 1;
  impl_->dictionary = impl_->model.getDictionary();
  for (int32_t i = 0; i < impl_->dictionary->nlabels(); ++i) {
    labels_.push_back(impl_->dictionary->getLabel(i).substr(kPrefixBytes));
  }
}

FastTextRunner::~FastTextRunner() = default;

absl::StatusOr<std::unique_ptr<FastTextRunner>> FastTextRunner::Load(const std::string& path) {
  auto impl = std::make_unique<Impl>();
  TASNIF_RETURN_IF_ERROR(Guarded(path, [&] { impl->model.loadModel(path); }));
  if (impl->model.getArgs().model != fasttext::model_name::sup) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": holds word vectors; expected a supervised fastText model"));
  }
  return std::unique_ptr<FastTextRunner>(new FastTextRunner(std::move(impl)));
}

int32_t FastTextRunner::Top(std::string_view line) {
  impl_->Read(line);
  impl_->model.predict(1, impl_->rows, impl_->predictions, 0.0f);
  return impl_->predictions.empty() ? -1 : impl_->predictions[0].second;
}

void FastTextRunner::All(std::string_view line, std::vector<float>* probabilities) {
  impl_->Read(line);
  impl_->model.predict(static_cast<int32_t>(labels_.size()), impl_->rows, impl_->predictions, 0.0f);
  probabilities->assign(labels_.size(), -1.0f);
  for (const auto& [log_probability, label] : impl_->predictions) {
    (*probabilities)[label] = std::exp(log_probability) - 1e-5f;
  }
}

absl::Status QuantizeFastText(const std::string& bin_path, size_t cutoff,
                              const std::string& ftz_path) {
  return Guarded(bin_path, [&] {
    fasttext::FastText model;
    model.loadModel(bin_path);
    fasttext::Args arguments = model.getArgs();
    arguments.cutoff = cutoff;
    arguments.dsub = 2;
    arguments.qnorm = cutoff > 0;
    arguments.verbose = 0;
    model.quantize(arguments);
    model.saveModel(ftz_path);
  });
}

}  // namespace tasnif
