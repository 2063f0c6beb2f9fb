import type { CompletedOption, CompletedVerb } from './completed-verbs.ts';
import { keysCall, wordsOf } from './completion-words.ts';

/** The completion script for fish, which completes verbs, options, and values, and shows what they are for. */
export function fishCompletion(verbs: readonly CompletedVerb[]): string {
  const steps = verbs.flatMap(({ call, verbs: below }) => below.map(({ name }) => quote(`${call} ${name}`)));
  return `# fish completion for postern. Load it with: postern completion fish | source
function __postern_verb
    set -l verb ""
    for word in (commandline -opc)[2..-1]
        switch "$verb $word"
            case ${steps.join(' ')}
                set verb (string trim -- "$verb $word")
        end
    end
    echo -- $verb
end
complete -c postern -f
${verbs.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ call, verbs, options, words }: CompletedVerb): string[] {
  const start = `complete -c postern -n ${quote(`test (__postern_verb | string collect) = "${call}"`)}`;
  return [
    ...verbs.map(({ name, description }) => `${start} -a ${quote(name)} -d ${quote(description)}`),
    ...options.map((option) => `${start}${optionFlags(option)} -d ${quote(option.description)}`),
    ...valueFlags(words).map((flags) => `${start}${flags}`),
  ];
}

const optionFlags = ({ names, value }: CompletedOption): string => {
  const flags = names.map((name) => (name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`));
  return `${flags.join('')}${value === undefined ? '' : [' -x', ...valueFlags([value])].join('')}`;
};

function valueFlags(suggestions: CompletedVerb['words']): string[] {
  const { list, files, integrations } = wordsOf(suggestions);
  return [
    ...(list.length > 0 ? [` -a ${quote(list.join(' '))}`] : []),
    ...(integrations ? [` -a ${quote(`(postern ${keysCall} 2>/dev/null)`)}`] : []),
    ...(files ? [' -F'] : []),
  ];
}

/** A text in single quotes, as fish reads it. */
const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
