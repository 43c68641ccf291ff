const bash = `# Completion of rcdb for bash.
_rcdb() {
  local completion
  COMPREPLY=()
  while IFS= read -r completion; do
    COMPREPLY+=("$completion")
  done < <(rcdb complete bash -- "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -o default -F _rcdb rcdb`;

const zsh = `#compdef rcdb
# Completion of rcdb for zsh.
_rcdb() {
  local value description
  local -a values lines
  while IFS=$'\\t' read -r value description; do
    values+=("$value")
    lines+=("$value  $description")
  done < <(rcdb complete words -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#values} )); then
    compadd -l -d lines -a values
  else
    _files
  fi
}
compdef _rcdb rcdb`;

const fish = `# Completion of rcdb for fish.
function __rcdb_complete
  set -l words (commandline -opc)
  set -l current (commandline -ct | string replace -r '^["\\']' '')
  rcdb complete words -- $words[2..] "$current" 2>/dev/null
end
complete -c rcdb -a '(__rcdb_complete)'`;

/** For each shell the script that has it complete the words of `rcdb`. */
export const completionScripts = { bash, zsh, fish } as const;
export type Shell = keyof typeof completionScripts;
