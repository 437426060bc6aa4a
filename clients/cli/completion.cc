#include "clients/cli/completion.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/substitute.h"
#include "clients/cli/error.h"

namespace placet::cli {
namespace {

struct Flag {
  std::string name;  // "--region"
  std::string help;
  bool takes_value;
  bool takes_file;
  std::vector<std::string> choices;
};

// A verb, or the app itself with an empty name.
struct Words {
  std::string name;
  std::string help;
  std::vector<Flag> flags;
  std::vector<std::string> choices;  // of the arguments without a flag
};

std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (!absl::StrContains(type, '|') || absl::StrContains(type, ' ')) return {};
  return absl::StrSplit(type.substr(0, type.find(':')), '|');
}

Words ToWords(const CLI::App& app, std::string name) {
  Words words{std::move(name), app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string> choices = ChoicesOf(*option);
    for (const std::string& flag : option->get_lnames()) {
      words.flags.push_back({absl::StrCat("--", flag), option->get_description(),
                             option->get_items_expected_max() > 0,
                             option->get_type_name() == "FILE", choices});
    }
    if (option->get_lnames().empty()) {
      words.choices.insert(words.choices.end(), choices.begin(), choices.end());
    }
  }
  return words;
}

// The app first, then its verbs.
std::vector<Words> AllWords(const CLI::App& app) {
  std::vector<Words> all = {ToWords(app, "")};
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    all.push_back(ToWords(*verb, verb->get_name()));
  }
  return all;
}

std::vector<std::string> VerbNames(const std::vector<Words>& all) {
  std::vector<std::string> names;
  for (const Words& words : all) {
    if (!words.name.empty()) names.push_back(words.name);
  }
  return names;
}

// What can stand at a place where no value of a flag is expected.
std::string Offers(const Words& words, const Words& app, const std::vector<std::string>& verbs) {
  std::vector<std::string> offers = words.name.empty() ? verbs : words.choices;
  for (const Flag& flag : words.flags) offers.push_back(flag.name);
  if (!words.name.empty()) {
    for (const Flag& flag : app.flags) {
      if (flag.name != "--help") offers.push_back(flag.name);
    }
  }
  return absl::StrJoin(offers, " ");
}

// Patterns of "verb flag" whose next word is a value, with the choices there are.
std::string ValueCases(const std::vector<Words>& all) {
  std::string cases;
  for (const Words& words : all) {
    for (const Flag& flag : words.flags) {
      if (!flag.takes_value) continue;
      const std::string pattern = words.name.empty()
                                      ? absl::StrCat("*' ", flag.name, "'")
                                      : absl::StrCat("'", words.name, " ", flag.name, "'");
      absl::StrAppend(&cases, "    ", pattern, ") choices='", absl::StrJoin(flag.choices, " "),
                      "' ;;\n");
    }
  }
  return cases;
}

// The part that bash and zsh share. It sets `choices` from `verb`, and from `prev`, the word
// before.
std::string Cases(const std::vector<Words>& all) {
  const std::vector<std::string> verbs = VerbNames(all);
  // A verb's own flags come first: they hide those of the app.
  std::vector<Words> ordered(all.begin() + 1, all.end());
  ordered.push_back(all[0]);
  std::string cases = absl::StrCat("  case \"$verb $prev\" in\n", ValueCases(ordered),
                                   "    *) case \"$verb\" in\n");
  for (const Words& words : all) {
    absl::StrAppend(&cases, "      '", words.name, "') choices='", Offers(words, all[0], verbs),
                    "' ;;\n");
  }
  return absl::StrCat(cases, "    esac ;;\n  esac\n");
}

std::string ValueFlags(const Words& app) {
  std::vector<std::string> names;
  for (const Flag& flag : app.flags) {
    if (flag.takes_value) names.push_back(flag.name);
  }
  return names.empty() ? "-" : absl::StrJoin(names, "|");
}

std::string Bash(const std::vector<Words>& all) {
  return absl::Substitute(R"(# bash completion for placet: source <(placet completion bash)
_placet() {
  local cur=$${COMP_WORDS[COMP_CWORD]} prev=$${COMP_WORDS[COMP_CWORD-1]} verb= choices= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case $${COMP_WORDS[i]} in
      $0) ((i++)) ;;
      $1) verb=$${COMP_WORDS[i]}; break ;;
    esac
  done
$2  COMPREPLY=($$(compgen -W "$$choices" -- "$$cur"))
}
complete -o default -F _placet placet
)",
                          ValueFlags(all[0]), absl::StrJoin(VerbNames(all), "|"), Cases(all));
}

std::string Zsh(const std::vector<Words>& all) {
  return absl::Substitute(R"(#compdef placet
# zsh completion for placet: source <(placet completion zsh)
_placet() {
  local prev=$${words[CURRENT-1]} verb= choices= i
  for ((i = 2; i < CURRENT; i++)); do
    case $${words[i]} in
      $0) ((i++)) ;;
      $1) verb=$${words[i]}; break ;;
    esac
  done
$2  if [[ -n $$choices ]]; then
    compadd -- $${=choices}
  else
    _files
  fi
}
(( $$+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _placet placet
)",
                          ValueFlags(all[0]), absl::StrJoin(VerbNames(all), "|"), Cases(all));
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string Fish(const std::vector<Words>& all) {
  const std::string verbs = absl::StrJoin(VerbNames(all), " ");
  const std::string none = absl::StrCat("'not __fish_seen_subcommand_from ", verbs, "'");
  std::string script = "# fish completion for placet: placet completion fish | source\n";
  for (const Words& words : all) {
    const bool is_app = words.name.empty();
    const std::string seen = absl::StrCat("'__fish_seen_subcommand_from ", words.name, "'");
    if (!is_app) {
      absl::StrAppend(&script, "complete -c placet -f -n ", none, " -a ", words.name, " -d ",
                      Quoted(words.help), "\n");
    }
    if (!words.choices.empty()) {
      absl::StrAppend(&script, "complete -c placet -n ", seen, " -a '",
                      absl::StrJoin(words.choices, " "), "'\n");
    }
    for (const Flag& flag : words.flags) {
      absl::StrAppend(
          &script, "complete -c placet", is_app ? "" : absl::StrCat(" -n ", seen), " -l ",
          flag.name.substr(2), " -d ", Quoted(flag.help),
          flag.takes_file    ? " -r -F"
          : flag.takes_value ? " -x"
                             : "",
          flag.choices.empty() ? "" : absl::StrCat(" -a '", absl::StrJoin(flag.choices, " "), "'"),
          "\n");
    }
  }
  return script;
}

}  // namespace

std::string CompletionScript(const CLI::App& app, absl::string_view shell) {
  const std::vector<Words> all = AllWords(app);
  if (shell == "bash") return Bash(all);
  if (shell == "zsh") return Zsh(all);
  if (shell == "fish") return Fish(all);
  throw Usage(absl::StrCat("\"", shell, "\" is none of bash, zsh, fish"));
}

}  // namespace placet::cli
