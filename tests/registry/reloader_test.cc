// The reloader and its watch over a real folder. Polls are set so far apart that only a noticed
// change can be the reason for a reload.
#include "registry/reloader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "registry/bundle_folder.h"
#include "tests/base/temporary_folder.h"
#include "tests/registry/small_model.h"

namespace tasnif {
namespace {

using ::testing::HasSubstr;

class ReloaderTest : public ::testing::Test {
 protected:
  void Publish(const std::string& version) {
    const SmallBundle small = MakeSmallBundle("topic", version);
    ASSERT_EQ(WriteBundle(PosixFiles(), models_.path(), small.bundle, small.contents),
              absl::OkStatus());
  }
  void Promote(const std::string& version) {
    ASSERT_EQ(WriteAlias(PosixFiles(), models_.path(), "topic", "champion", version),
              absl::OkStatus());
  }
  void Start(absl::Duration poll = absl::Hours(1)) {
    Publish("1");
    Promote("1");
    registry_ = *Registry::Open(models_.path(), PosixFiles());
    reloader_ = std::make_unique<Reloader>(
        *registry_, ReloadOptions{.poll = poll, .quiet = absl::Milliseconds(5)}, clock_,
        [this](const absl::Status& status) {
          MutexLock lock(mu_);
          last_ = status;
          changed_.SignalAll();
        });
  }
  // False where the condition does not come true within a minute of reloads.
  bool WaitFor(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    MutexLock lock(mu_);
    while (!condition()) {
      if (!changed_.WaitUntil(mu_, deadline)) return condition();
    }
    return true;
  }
  std::string Champion() const {
    const auto models = registry_->Snapshot();
    const auto model = models->Resolve("topic");
    return model.ok() ? (*model)->bundle.version() : "";
  }

  TemporaryFolder models_;
  SystemClock clock_;
  std::unique_ptr<Registry> registry_;
  Mutex mu_;
  CondVar changed_;
  absl::Status last_;
  std::unique_ptr<Reloader> reloader_;
};

TEST_F(ReloaderTest, AMovedAliasIsNoticed) {
  Start();
  Publish("2");
  Promote("2");
  EXPECT_TRUE(WaitFor([&] { return Champion() == "2"; }));
}

TEST_F(ReloaderTest, WithoutNoticeThePollFindsIt) {
  Start(absl::Milliseconds(20));
  Publish("2");
  Promote("2");
  EXPECT_TRUE(WaitFor([&] { return Champion() == "2"; }));
}

TEST_F(ReloaderTest, AVersionThatIsCopiedFileByFileAnswersOnceItIsWhole) {
  Start();
  Publish("2");
  TemporaryFolder elsewhere;
  std::filesystem::rename(models_.Path("topic/2"), elsewhere.Path("2"));
  models_.Write("topic/aliases.json", "{\"champion\": \"2\"}");
  ASSERT_TRUE(WaitFor([&] { return !last_.ok(); }));
  EXPECT_EQ(Champion(), "1");
  std::filesystem::create_directory(models_.Path("topic/2"));
  std::filesystem::copy(elsewhere.Path("2/bundle.json"), models_.Path("topic/2/bundle.json"));
  ASSERT_TRUE(
      WaitFor([&] { return std::string(last_.message()).find("missing") != std::string::npos; }));
  EXPECT_EQ(Champion(), "1");
  for (const char* name : {"card.md", "model.tsf"}) {
    std::filesystem::copy(elsewhere.Path(std::string("2/") + name),
                          models_.Path(std::string("topic/2/") + name));
  }
  EXPECT_TRUE(WaitFor([&] { return Champion() == "2"; }));
}

TEST_F(ReloaderTest, TheLastGoodVersionStaysAndTheListSaysWhy) {
  Start();
  Publish("2");
  std::filesystem::resize_file(models_.Path("topic/2/model.tsf"), 10);
  Promote("2");
  ASSERT_TRUE(WaitFor([&] { return !last_.ok(); }));
  EXPECT_EQ(Champion(), "1");
  for (const v1::Model& model : registry_->List()) {
    if (model.version() != "2") continue;
    EXPECT_THAT(model.error(), HasSubstr("model.tsf"));
  }
}

TEST_F(ReloaderTest, OldModelsAreFreedWithTheirLastCall) {
  Start();
  std::shared_ptr<const ModelSet> call = registry_->Snapshot();
  const std::weak_ptr<const ModelSet> old = call;
  Publish("2");
  Promote("2");
  ASSERT_TRUE(WaitFor([&] { return Champion() == "2"; }));
  EXPECT_FALSE(old.expired());
  call = nullptr;
  EXPECT_TRUE(old.expired());
}

TEST_F(ReloaderTest, ChangesAreMadeOneAtATimeAndThoseLeftAtTheEndToo) {
  Start();
  std::promise<void> first;
  reloader_->Run([&](size_t) { first.set_value(); });
  first.get_future().get();
  int ran = 0;
  for (int i = 0; i < 10; ++i) reloader_->Run([&](size_t) { ++ran; });
  reloader_ = nullptr;
  EXPECT_EQ(ran, 10);
}

}  // namespace
}  // namespace tasnif
