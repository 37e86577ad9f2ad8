#include "train/recipe.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/files.h"
#include "base/json.h"
#include "base/status.h"
#include "text/normalizer.h"
#include "text/segmenter.h"
#include "train/strict_json.h"

namespace tasnif {
namespace {

absl::Status Bad(std::string_view key, const std::string& found, const std::string& expected) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", std::string(key), "' is ", found, ", expected ", std::string(expected)));
}

bool IsName(std::string_view name) {
  return !name.empty() && absl::ascii_islower(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

template <typename Known>
absl::Status CheckOneOf(std::string_view key, const std::string& value, const Known& known) {
  if (std::find(known.begin(), known.end(), value) != known.end()) return absl::OkStatus();
  return Bad(key, absl::StrCat("'", value, "'"),
             absl::StrCat("one of '", absl::StrJoin(known, "', '"), "'"));
}

absl::Status CheckRange(std::string_view key, double value, double least, double most) {
  if (value >= least && value <= most) return absl::OkStatus();
  return Bad(key, absl::StrCat(value), absl::StrCat("a number from ", least, " to ", most));
}

absl::Status CheckFileNames(std::string_view key, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const bool is_plain = !name.empty() && name.find('/') == std::string::npos;
    if (!is_plain) return Bad(key, "'" + name + "'", "file names without a folder");
  }
  return absl::OkStatus();
}

// Reads the object at `key`, where there is one, through `read`.
template <typename ReadFields>
void ReadObject(StrictObject& parent, std::string_view key, const ReadFields& read) {
  const Json* value = parent.Take(key);
  if (value == nullptr) return;
  StrictObject object(*value, parent.PathOf(key));
  read(object);
  parent.Fail(object.Finish());
}

void ReadKind(StrictObject& top, Recipe* recipe) {
  std::string kind = "label";
  top.Read("kind", &kind);
  top.Fail(CheckOneOf("kind", kind, std::array<std::string, 2>{"label", "stance"}));
  recipe->kind = kind == "stance" ? v1::HEAD_KIND_STANCE : v1::HEAD_KIND_LABEL;
}

void ReadText(StrictObject& object, v1::TextOptions* text) {
  bool use_title = true;
  bool use_keywords = false;
  bool drop_numbers = false;
  bool mask_attribution = true;
  uint32_t max_words = 400;
  uint32_t attribution_words = 0;
  bool unique_words = false;
  object.Read("use_title", &use_title);
  object.Read("title_prefix", text->mutable_title_prefix());
  object.Read("use_keywords", &use_keywords);
  object.Read("drop_numbers", &drop_numbers);
  object.Read("max_words", &max_words);
  object.Read("mask_attribution", &mask_attribution);
  object.Read("attribution_words", &attribution_words);
  object.Read("unique_words", &unique_words);
  text->set_use_title(use_title);
  text->set_use_keywords(use_keywords);
  text->set_drop_numbers(drop_numbers);
  text->set_max_words(max_words);
  text->set_mask_attribution(mask_attribution);
  text->set_attribution_words(attribution_words);
  text->set_unique_words(unique_words);
}

void ReadView(StrictObject& object, View* view) {
  object.Read("use_title", &view->use_title);
  object.Read("use_body", &view->use_body);
  object.Read("skip_words", &view->skip_words);
  object.Read("max_words", &view->max_words);
  object.Read("random_piece", &view->is_random_piece);
  object.Read("min_title_words", &view->min_title_words);
  object.Read("min_body_words", &view->min_body_words);
  if (!view->use_title && !view->use_body) {
    object.Fail(Bad(object.PathOf("use_body"), "false like use_title", "one of the two"));
  }
}

void ReadViews(StrictObject& top, std::vector<View>* views) {
  const Json* value = top.Take("views");
  if (value == nullptr) return;
  if (!value->is_array() || value->empty()) {
    return top.Fail(Bad("views", DumpJson(*value).substr(0, 60), "a list of objects"));
  }
  views->clear();
  for (const Json& item : *value) {
    StrictObject object(item, absl::StrCat("views[", views->size(), "]"));
    ReadView(object, &views->emplace_back());
    top.Fail(object.Finish());
  }
}

void ReadSelection(StrictObject& object, Selection* selection) {
  object.Read("train_splits", &selection->train_splits);
  object.Read("dev_splits", &selection->dev_splits);
  object.Read("test_splits", &selection->test_splits);
  object.Read("drop_sources", &selection->drop_sources);
  object.Read("drop_labels", &selection->drop_labels);
  object.Read("holdout_sources", &selection->holdout_sources);
  object.Read("holdout_publishers", &selection->holdout_publishers);
  object.Read("train_languages", &selection->train_languages);
  object.Read("dev_share", &selection->dev_share);
  object.Read("use_weak", &selection->use_weak);
  object.Read("min_words", &selection->min_words);
  object.Read("max_bad_share", &selection->max_bad_share);
  for (const auto& [source, share] : selection->dev_share) {
    object.Fail(CheckRange(object.PathOf("dev_share." + source), share, 0, 0.9));
  }
  object.Fail(CheckRange(object.PathOf("max_bad_share"), selection->max_bad_share, 0, 1));
}

void ReadSource(StrictObject& object, SourceBalance* source) {
  object.Read("max_per_label", &source->max_per_label);
  object.Read("repeat", &source->repeat);
  object.Read("label_repeat", &source->label_repeat);
  object.Fail(CheckRange(object.PathOf("repeat"), source->repeat, 0, 100));
  for (const auto& [label, repeat] : source->label_repeat) {
    object.Fail(CheckRange(object.PathOf("label_repeat." + label), repeat, 0, 100));
  }
}

void ReadSources(StrictObject& object, std::map<std::string, SourceBalance>* sources) {
  for (const std::string& name : object.TakeNames()) {
    ReadObject(object, name, [&](StrictObject& source) { ReadSource(source, &(*sources)[name]); });
  }
}

void ReadLabelBalance(StrictObject& object, LabelBalance* balance) {
  object.Read("share", &balance->share);
  object.Read("power", &balance->power);
  object.Read("min_repeat", &balance->min_repeat);
  object.Read("max_repeat", &balance->max_repeat);
  object.Fail(CheckRange(object.PathOf("share"), balance->share, 0, 1));
  object.Fail(CheckRange(object.PathOf("power"), balance->power, 0, 1));
  object.Fail(CheckRange(object.PathOf("min_repeat"), balance->min_repeat, 0, 1));
  object.Fail(CheckRange(object.PathOf("max_repeat"), balance->max_repeat, 1, 100));
}

absl::Status CheckFastText(const FastTextArgs& args) {
  TASNIF_RETURN_IF_ERROR(
      CheckOneOf("fasttext.loss", args.loss,
                 std::array<std::string, 5>{"softmax", "ova", "hs", "ns", "margin"}));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.lr", args.lr, 1e-6, 100));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.cost", args.cost, 1e-6, 1e6));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.epoch", args.epoch, 1, 1000));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.dim", args.dim, 1, 2000));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.word_ngrams", args.word_ngrams, 1, 5));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.bucket", args.bucket, 0, 50e6));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.min_count", args.min_count, 1, 1e6));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.maxn", args.maxn, 0, 12));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.minn", args.minn, 0, args.maxn));
  TASNIF_RETURN_IF_ERROR(CheckRange("fasttext.threads", args.threads, 1, 256));
  if (args.cutoff > 0 && (args.loss != "margin" || args.needs_buckets())) {
    return Bad("fasttext.cutoff", absl::StrCat(args.cutoff),
               "0 where loss is not 'margin', or where word_ngrams or maxn ask for buckets");
  }
  // fastText would divide by the number of buckets.
  if (args.needs_buckets() && args.bucket == 0) {
    return Bad("fasttext.bucket", "0", "more, because word_ngrams or maxn ask for buckets");
  }
  return absl::OkStatus();
}

void ReadFastText(StrictObject& object, FastTextArgs* args) {
  object.Read("loss", &args->loss);
  object.Read("lr", &args->lr);
  object.Read("cost", &args->cost);
  object.Read("cutoff", &args->cutoff);
  object.Read("epoch", &args->epoch);
  object.Read("dim", &args->dim);
  object.Read("word_ngrams", &args->word_ngrams);
  object.Read("bucket", &args->bucket);
  object.Read("min_count", &args->min_count);
  object.Read("minn", &args->minn);
  object.Read("maxn", &args->maxn);
  object.Read("seed", &args->seed);
  object.Read("threads", &args->threads);
  object.Fail(CheckFastText(*args));
}

void ReadPretraining(StrictObject& object, PretrainingRecipe* pretraining) {
  object.Read("data", &pretraining->data);
  object.Read("languages", &pretraining->languages);
  object.Read("lr", &pretraining->lr);
  object.Read("epoch", &pretraining->epoch);
  object.Read("window", &pretraining->window);
  object.Read("min_count", &pretraining->min_count);
  object.Read("scale", &pretraining->scale);
  object.Fail(CheckFileNames(object.PathOf("data"), pretraining->data));
  object.Fail(CheckRange(object.PathOf("lr"), pretraining->lr, 1e-6, 100));
  object.Fail(CheckRange(object.PathOf("epoch"), pretraining->epoch, 1, 1000));
  object.Fail(CheckRange(object.PathOf("window"), pretraining->window, 1, 100));
  object.Fail(CheckRange(object.PathOf("min_count"), pretraining->min_count, 1, 1e6));
  object.Fail(CheckRange(object.PathOf("scale"), pretraining->scale, 1e-6, 100));
}

void ReadCalibration(StrictObject& object, CalibrationRecipe* calibration) {
  object.Read("min_per_language", &calibration->min_per_language);
  object.Read("sources", &calibration->sources);
  object.Read("label_offsets", &calibration->label_offsets);
}

void ReadAbstention(StrictObject& object, AbstentionRecipe* abstention) {
  object.Read("min_probability", &abstention->min_probability);
  object.Read("target_accuracy", &abstention->target_accuracy);
  object.Read("max_abstained", &abstention->max_abstained);
  object.Read("min_words", &abstention->min_words);
  object.Read("min_known_share", &abstention->min_known_share);
  object.Fail(CheckRange(object.PathOf("min_probability"), abstention->min_probability, 0, 1));
  object.Fail(CheckRange(object.PathOf("target_accuracy"), abstention->target_accuracy, 0, 1));
  object.Fail(CheckRange(object.PathOf("max_abstained"), abstention->max_abstained, 0, 1));
  object.Fail(CheckRange(object.PathOf("min_known_share"), abstention->min_known_share, 0, 1));
}

// The fields of StanceOptions under their own names; known_targets come from the data.
void ReadStanceOptions(StrictObject& object, v1::StanceOptions* options) {
  const auto read_count = [&](std::string_view key, auto set) {
    uint32_t value = 0;
    object.Read(key, &value);
    (options->*set)(value);
  };
  const auto read_flag = [&](std::string_view key, auto set) {
    bool value = false;
    object.Read(key, &value);
    (options->*set)(value);
  };
  const auto read_number = [&](std::string_view key, auto set) {
    float value = 0;
    object.Read(key, &value);
    (options->*set)(value);
  };
  using Options = v1::StanceOptions;
  object.Read("mask_word", options->mutable_mask_word());
  read_count("side_window", &Options::set_side_window);
  read_count("position_window", &Options::set_position_window);
  read_count("position_cap", &Options::set_position_cap);
  read_count("context_words", &Options::set_context_words);
  read_count("stem_side_window", &Options::set_stem_side_window);
  read_number("neutral_prior", &Options::set_neutral_prior);
  read_number("favor_prior", &Options::set_favor_prior);
  read_flag("target_words", &Options::set_target_words);
  read_flag("language_word", &Options::set_language_word);
  read_flag("stem_words", &Options::set_stem_words);
  read_flag("symbol_words", &Options::set_symbol_words);
  read_flag("hashtag_words", &Options::set_hashtag_words);
  read_flag("known_targets_only", &Options::set_known_targets_only);
}

void ReadStance(StrictObject& object, StanceRecipe* stance) {
  ReadStanceOptions(object, &stance->options);
  object.Read("known_target_sources", &stance->known_target_sources);
  object.Read("min_target_rows", &stance->min_target_rows);
  ReadObject(object, "target_names", [&](StrictObject& names) {
    for (const std::string& name : names.TakeNames()) names.Read(name, &stance->target_names[name]);
  });
  object.Read("generic_share", &stance->generic_share);
  object.Read("max_sentences", &stance->max_sentences);
  object.Fail(CheckRange(object.PathOf("generic_share"), stance->generic_share, 0, 1));
}

void ReadTop(StrictObject& top, Recipe* recipe) {
  top.Read("head", &recipe->head);
  ReadKind(top, recipe);
  top.Read("description", &recipe->description);
  top.Read("known_limits", &recipe->known_limits);
  top.Read("data", &recipe->data);
  ReadViews(top, &recipe->views);
  top.Read("zero_untouched_rows", &recipe->zero_untouched_rows);
  top.Read("precision", &recipe->precision);
  top.Read("reuse_version", &recipe->reuse_version);
  top.Read("languages", &recipe->languages);
  top.Read("min_language_rows", &recipe->min_language_rows);
  ReadObject(top, "label_groups", [&](StrictObject& groups) {
    for (const std::string& name : groups.TakeNames()) {
      groups.Read(name, &recipe->label_groups[name]);
    }
  });
}

absl::Status CheckTop(const Recipe& recipe) {
  if (!IsName(recipe.head)) {
    return Bad("head", absl::StrCat("'", recipe.head, "'"), "a name like [a-z][a-z0-9_]*");
  }
  if (recipe.data.empty()) return Bad("data", "empty", "a list of file names");
  TASNIF_RETURN_IF_ERROR(CheckFileNames("data", recipe.data));
  if (recipe.calibration.label_offsets && recipe.kind != v1::HEAD_KIND_STANCE) {
    return Bad("calibration.label_offsets", "true", "false, because the head is not for stance");
  }
  if (recipe.fasttext.loss == "margin" && !recipe.pretraining.data.empty()) {
    return Bad("pretraining.data", "files",
               "none, because fasttext.loss 'margin' starts from zero");
  }
  return CheckOneOf("precision", recipe.precision,
                    std::array<std::string, 3>{"float32", "float16", "int8"});
}

}  // namespace

absl::StatusOr<Recipe> ParseRecipe(std::string_view json_text) {
  TASNIF_ASSIGN_OR_RETURN(const Json json, ParseJson(json_text));
  Recipe recipe;
  recipe.json = std::string(json_text);
  recipe.text.set_normalizer_version(kNormalizerVersion);
  recipe.text.set_segmenter_version(kSegmenterVersion);
  recipe.stance.options.set_mask_word("targetx");
  StrictObject top(json, "");
  ReadTop(top, &recipe);
  // Reads the defaults too, where the object is absent.
  const Json none = Json::object();
  const Json* text = top.Take("text");
  StrictObject text_object(text == nullptr ? none : *text, "text");
  ReadText(text_object, &recipe.text);
  top.Fail(text_object.Finish());
  ReadObject(top, "selection", [&](auto& object) { ReadSelection(object, &recipe.selection); });
  ReadObject(top, "sources", [&](auto& object) { ReadSources(object, &recipe.sources); });
  ReadObject(top, "other_sources",
             [&](auto& object) { ReadSource(object, &recipe.other_sources); });
  ReadObject(top, "label_balance",
             [&](auto& object) { ReadLabelBalance(object, &recipe.label_balance); });
  ReadObject(top, "fasttext", [&](auto& object) { ReadFastText(object, &recipe.fasttext); });
  ReadObject(top, "pretraining",
             [&](auto& object) { ReadPretraining(object, &recipe.pretraining); });
  ReadObject(top, "calibration",
             [&](auto& object) { ReadCalibration(object, &recipe.calibration); });
  ReadObject(top, "abstention", [&](auto& object) { ReadAbstention(object, &recipe.abstention); });
  ReadObject(top, "stance", [&](auto& object) { ReadStance(object, &recipe.stance); });
  ReadObject(top, "search", [&](auto& object) { ReadSearch(object, &recipe.search); });
  TASNIF_RETURN_IF_ERROR(top.Finish());
  TASNIF_RETURN_IF_ERROR(CheckTop(recipe));
  return recipe;
}

absl::StatusOr<Recipe> ReadRecipe(const std::string& path) {
  TASNIF_ASSIGN_OR_RETURN(const std::string json, PosixFiles().Read(path));
  absl::StatusOr<Recipe> recipe = ParseRecipe(json);
  if (!recipe.ok()) return Annotate(recipe.status(), "recipe " + path);
  return recipe;
}

}  // namespace tasnif
