import type { CompletedOption, CompletedVerb } from './completed-verbs.ts';
import { keysCall, quote, valuesOf, wordsOf } from './completion-words.ts';

/** The completion script for zsh, which completes verbs, options, and values, and shows what they are for. */
export function zshCompletion(verbs: readonly CompletedVerb[]): string {
  const steps = verbs.flatMap(({ call, verbs: below }) => below.map(({ name }) => quote(`${call} ${name}`)));
  const values = valuesOf(verbs, offer).map(
    ([patterns, command]) => `    ${patterns.join('|')}) ${command}; return ;;`,
  );
  const entries = verbs.flatMap(({ call, verbs: below, options, words }) => [
    `    ${quote(call)})`,
    `      if [[ $cur == -* ]]; then entries=(${options.flatMap(optionEntries).join(' ')})`,
    ...(below.length > 0
      ? [`      else entries=(${below.map(({ name, description }) => entry(name, description)).join(' ')})`]
      : [`      else ${offer(words)}; return`]),
    '      fi ;;',
  ]);
  return `#compdef postern
# zsh completion for postern. Load it with: source <(postern completion zsh)
_postern() {
  local cur="\${words[CURRENT]}" prev="\${words[CURRENT-1]}" verb="" word
  local -a entries
  for word in "\${(@)words[2,CURRENT-1]}"; do
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
  _describe 'postern' entries
}
if [[ "\${funcstack[1]}" == _postern ]]; then _postern "$@"; else compdef _postern postern; fi
`;
}

const optionEntries = ({ names, description }: CompletedOption): string[] =>
  names.map((name) => entry(name, description));

/** A word with its description; a colon would end the word. */
const entry = (word: string, description: string): string =>
  quote(`${word.replaceAll(':', '\\:')}:${description.replaceAll(':', '\\:')}`);

/** A command that offers words for the current one. */
function offer(suggestions: CompletedVerb['words']): string {
  const { list, files, integrations } = wordsOf(suggestions);
  const commands = [
    ...(list.length > 0 ? [`compadd -- ${list.map(quote).join(' ')}`] : []),
    ...(integrations ? [`compadd -- \${(f)"$("\${words[1]}" ${keysCall} 2>/dev/null)"}`] : []),
    ...(files ? ['_files'] : []),
  ];
  return commands.length === 0 ? ':' : commands.join('; ');
}
