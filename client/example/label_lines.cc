// Labels the lines of standard input, each an article, in order: label_lines HOST:PORT...
#include <iostream>
#include <string>
#include <vector>

#include "client/client.h"

int main(int argc, char** argv) {
  tasnif::ClientOptions options;
  options.addresses.assign(argv + 1, argv + argc);
  const auto client = tasnif::Client::Connect(options);
  if (!client.ok()) {
    std::cerr << client.status() << "\n";
    return 3;
  }
  bool has_failed = false;
  std::string line;
  (*client)->ClassifyStream(
      [&](tasnif::v1::Article* article) {
        if (!std::getline(std::cin, line)) return false;
        article->set_text(line);
        return true;
      },
      {},
      [&](tasnif::ArticleOutcome outcome) {
        if (outcome.ok() && outcome->has_prediction()) {
          std::cout << outcome->prediction().topic().label() << "\n";
        } else {
          has_failed = true;
          std::cout << "-\n";
        }
      });
  return has_failed ? 1 : 0;
}
