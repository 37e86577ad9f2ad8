# Writes OUTPUT, a C++ source with the text of each file in the folder RULES.
#
#   cmake -DRULES=text/rules -DOUTPUT=rule_files.cc -P embed_rules.cmake
file(GLOB files "${RULES}/*.json")
list(SORT files)
set(source "#include \"text/rule_files.h\"\n\nnamespace tasnif {\n\n")
string(APPEND source "std::vector<RuleFile> EmbeddedRuleFiles() {\n  return {\n")
foreach(file IN LISTS files)
  file(READ "${file}" content)
  get_filename_component(name "${file}" NAME)
  string(APPEND source "      {\"${name}\", R\"rules(${content})rules\"},\n")
endforeach()
string(APPEND source "  };\n}\n\n}  // namespace tasnif\n")
file(WRITE "${OUTPUT}" "${source}")
