#include "text/code_marks.h"

#include <gtest/gtest.h>

#include <string>

namespace tasnif {
namespace {

TEST(CodeMarks, TellProgramsFromProse) {
  const struct {
    const char* text;
    bool expected;
    const char* why;
  } rows[] = {
      {"static int sum(const int* v, size_t n) {\n  int s = 0;\n  for (size_t i = 0; i < n; ++i) "
       "s += v[i];\n  return s;\n}\n",
       true, "C"},
      {"def total(rows):\n    found = {}\n    for row in rows:\n        found[row[0]] = "
       "found.get(row[0], 0) + row[1]\n    return found\n",
       true, "Python"},
      {"SELECT c.name, COUNT(o.id), SUM(o.total) FROM customers c JOIN orders o ON o.customer = "
       "c.id WHERE c.country = 'EG' AND o.total >= 10 AND o.paid = 1 GROUP BY c.id;",
       true, "SQL has the fewest marks"},
      {".card { margin: 0; padding: 1em; } .card > p { color: red; border: none; } a { top: 0; }",
       true, "CSS"},
      {"{\"name\":[{\"a\":1},{\"b\":[2,3]}],\"on\":{\"c\":[]}}", true, "JSON"},
      {"", false, "nothing"},
      {"{}[]<>", false, "too little to tell"},
      {"The council (in session since May) voted; the mayor (62), his deputy (55) and the "
       "treasurer (40) agreed [as expected], and the vote was 12 = 12 at first; then 14 to 10.",
       false, "asides and a few marks"},
      {"The results: Lions (London) 3, Bears (Leeds) 1; Stags (York) 2, Owls (Bath) 2; Hawks "
       "(Hull) 0, Foxes (Derby) 4; Wolves (Wells) 1, Crows (Truro) 1; Bulls (Ely) 5, Rams (Ripon) "
       "0; Eels (Durham) 2, Cats (Chester) 3.",
       false, "a list of results in prose style"},
      {"Breaking news ========================= more \\\\\\\\\\\\\\\\\\\\ at ten o'clock tonight",
       false, "a run of one mark counts once"},
      {"أعلنت الوزارة (بيان) {1} [2] <3> = ; | $ & * + ~ ^ عن نتائج العام الدراسي للطلاب", false,
       "most letters are not ASCII"},
  };
  for (const auto& row : rows) EXPECT_EQ(LooksLikeCode(row.text), row.expected) << row.why;
}

TEST(CodeMarks, OnlyTheBeginningIsRead) {
  std::string prose;
  while (prose.size() < 5000) prose += "The council met on Thursday and said nothing new. ";
  EXPECT_FALSE(LooksLikeCode(prose + "{a=b;}{c=d;}{e=f;}{g=h;}{i=j;}"));
}

TEST(CodeMarks, InvalidBytesAreForeign) {
  EXPECT_FALSE(LooksLikeCode(std::string(600, '\xff') + "{a=b;}{c=d;}{e=f;}"));
}

}  // namespace
}  // namespace tasnif
