import type { CompletedVerb } from './completed-verbs.ts';
import { keysCall, quote, valuesOf, wordsOf } from './completion-words.ts';

/** The completion script for bash, from the version 3.2 of macOS on, which completes verbs, options, and values. */
export function bashCompletion(verbs: readonly CompletedVerb[]): string {
  const steps = verbs.flatMap(({ call, verbs: below }) => below.map(({ name }) => quote(`${call} ${name}`)));
  const values = valuesOf(verbs, offer).map(
    ([patterns, command]) => `    ${patterns.join('|')}) ${command}; return ;;`,
  );
  const entries = verbs.flatMap(({ call, verbs: below, options, words }) => [
    `    ${quote(call)})`,
    `      options=${quote(options.flatMap(({ names }) => names).join(' '))}`,
    `      [[ $cur == -* ]] || { ${offer([below.map(({ name }) => name), ...words])}; return; }`,
    '      ;;',
  ]);
  return `# bash completion for postern. Load it with: source <(postern completion bash)
_postern_add() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done
}
_postern() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" verb="" options="" word
  local IFS=$' \\t\\n'
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$verb $word" in
    ${steps.join('|')}) verb="\${verb:+$verb }$word" ;;
    esac
  done
  case "$verb $prev" in
${values.join('\n')}
  esac
  case "$verb" in
${entries.join('\n')}
  esac
  _postern_add < <(compgen -W "$options" -- "$cur")
}
complete -F _postern postern
`;
}

/** A command that offers words for the current one. */
function offer(suggestions: CompletedVerb['words']): string {
  const { list, files, integrations } = wordsOf(suggestions);
  const sources = [
    ...(list.length > 0 ? [`compgen -W ${quote(list.join(' '))} -- "$cur"`] : []),
    ...(integrations ? [`compgen -W "$("\${COMP_WORDS[0]}" ${keysCall} 2>/dev/null)" -- "$cur"`] : []),
    ...(files ? ['compgen -f -- "$cur"'] : []),
  ];
  if (sources.length === 0) return ':';
  // The bash of macOS has no compopt; nor is there anything to set outside of a completion.
  const asFiles = files ? 'compopt -o filenames 2>/dev/null; ' : '';
  return `${asFiles}_postern_add < <(${sources.join('; ')})`;
}
