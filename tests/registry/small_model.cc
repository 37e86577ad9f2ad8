#include "tests/registry/small_model.h"

#include <fasttext/fasttext.h>

#include "absl/strings/numbers.h"
#include "engine/compiled_model.h"
#include "engine/compiler.h"
#include "engine/fasttext_model.h"
#include "gtest/gtest.h"
#include "labels/head_model.h"
#include "registry/bundle_folder.h"
#include "registry/self_tests.h"
#include "tests/base/temporary_folder.h"
#include "text/normalizer.h"
#include "text/segmenter.h"

namespace tasnif {
namespace {

constexpr char kRows[] =
    "__label__sport the striker scored twice and the keeper saved a penalty\n"
    "__label__sport فاز الفريق في المباراة وسجل المهاجم هدفين\n"
    "__label__economy the bank raised rates as prices and wages grew\n"
    "__label__economy رفع البنك سعر الفائدة وتراجعت الاسهم\n";

// Bytes of a compiled model that `seed` decides.
std::string TrainAndCompile(int seed) {
  TemporaryFolder folder;
  fasttext::Args args;
  args.input = folder.Write("rows.txt", kRows);
  args.model = fasttext::model_name::sup;
  args.loss = fasttext::loss_name::softmax;
  args.minCount = 1;
  args.bucket = 0;
  args.minn = args.maxn = 0;
  args.dim = 4;
  args.epoch = 50;
  args.lr = 0.5;
  args.thread = 1;
  args.verbose = 0;
  args.seed = seed;
  fasttext::FastText trainer;
  trainer.train(args);
  trainer.saveModel(folder.Path("model.bin"));
  const auto model = FastTextModel::Open(folder.Path("model.bin"));
  EXPECT_EQ(model.status(), absl::OkStatus());
  const auto bytes = CompileModel(**model);
  EXPECT_EQ(bytes.status(), absl::OkStatus());
  return *bytes;
}

}  // namespace

SmallBundle MakeSmallBundle(const std::string& head, const std::string& version) {
  int seed = 0;
  EXPECT_TRUE(absl::SimpleAtoi(version, &seed));
  SmallBundle out;
  out.contents[std::string(kModelFile)] = TrainAndCompile(seed);
  out.contents[std::string(kCardFile)] = "# " + head + "\n";
  HeadModel model;
  model.bundle.set_head(head);
  model.bundle.set_version(version);
  model.bundle.set_kind(v1::HEAD_KIND_LABEL);
  model.bundle.mutable_text()->set_normalizer_version(kNormalizerVersion);
  model.bundle.mutable_text()->set_segmenter_version(kSegmenterVersion);
  model.bundle.mutable_created()->set_seconds(1700000000);
  auto compiled = CompiledModel::FromBytes(out.contents[std::string(kModelFile)], "small");
  EXPECT_EQ(compiled.status(), absl::OkStatus());
  model.model = *std::move(compiled);
  for (uint32_t i = 0; i < model.model->label_count(); ++i) {
    model.bundle.add_labels(std::string(model.model->label(i)));
  }
  *model.bundle.add_self_tests() = MakeSelfTest(model, "the striker scored");
  out.bundle = model.bundle;
  return out;
}

}  // namespace tasnif
