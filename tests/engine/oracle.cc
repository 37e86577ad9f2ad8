#include "tests/engine/oracle.h"

#include <fasttext/fasttext.h>
#include <unistd.h>

#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>

namespace tasnif {
namespace {

fasttext::loss_name LossOf(const std::string& name) {
  if (name == "hs") return fasttext::loss_name::hs;
  if (name == "ns") return fasttext::loss_name::ns;
  if (name == "ova") return fasttext::loss_name::ova;
  return fasttext::loss_name::softmax;
}

fasttext::Args ArgsOf(const OracleSpec& spec, const std::string& input) {
  fasttext::Args args;
  args.input = input;
  args.model = fasttext::model_name::sup;
  args.loss = LossOf(spec.loss);
  args.dim = spec.dim;
  args.wordNgrams = spec.word_ngrams;
  args.minn = spec.min_chars;
  args.maxn = spec.max_chars;
  args.bucket = spec.bucket;
  args.epoch = spec.epoch;
  args.lr = spec.learning_rate;
  args.minCount = 1;
  args.thread = 1;
  args.verbose = 0;
  args.qnorm = spec.quantize_norm;
  args.qout = spec.quantize_output;
  args.retrain = spec.retrain;
  args.cutoff = static_cast<size_t>(spec.cutoff);
  args.dsub = 2;
  return args;
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

Oracle::~Oracle() = default;

std::unique_ptr<Oracle> Oracle::Train(const OracleSpec& spec) {
  const std::string stem = "/tmp/tasnif_oracle_" + std::to_string(getpid()) + "_" + spec.name;
  std::unique_ptr<Oracle> oracle(new Oracle);
  try {
    std::ofstream(stem + ".txt") << TrainingText(spec.corpus);
    const fasttext::Args args = ArgsOf(spec, stem + ".txt");
    fasttext::FastText trained;
    trained.train(args);
    if (spec.quantize) trained.quantize(args);
    trained.saveModel(stem + ".bin");
    oracle->bytes_ = ReadFile(stem + ".bin");
    oracle->model_ = std::make_unique<fasttext::FastText>();
    oracle->model_->loadModel(stem + ".bin");
  } catch (const std::exception& error) {
    std::cerr << spec.name << ": libfasttext: " << error.what() << "\n";
    oracle = nullptr;
  }
  std::remove((stem + ".txt").c_str());
  std::remove((stem + ".bin").c_str());
  return oracle;
}

std::map<std::string, double> Oracle::Predict(const std::string& line) const {
  std::istringstream in(line + "\n");
  std::vector<std::pair<fasttext::real, std::string>> predictions;
  model_->predictLine(in, predictions, fasttext::Model::kUnlimitedPredictions, 0.0);
  std::map<std::string, double> result;
  constexpr std::string_view kPrefix = "__label__";
  for (const auto& [probability, label] : predictions) {
    result[label.substr(kPrefix.size())] = probability;
  }
  return result;
}

std::vector<std::string_view> SplitLikeFastText(std::string_view line) {
  constexpr std::string_view kBlanks(" \n\r\t\v\f\0", 7);
  std::vector<std::string_view> words;
  size_t begin = line.find_first_not_of(kBlanks);
  while (begin != std::string_view::npos) {
    const size_t end = std::min(line.find_first_of(kBlanks, begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    begin = line.find_first_not_of(kBlanks, end);
  }
  return words;
}

}  // namespace tasnif
