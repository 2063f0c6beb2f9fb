import { anyOf } from '../../mail/any-of.ts';
import { isUnreadAddress } from '../../mail/machine-address.ts';
import { openingOf } from './opening.ts';
import { isAnswer, lowerHeader, type Rule, type RuleInput } from './rule.ts';

/** Addresses of programs, which some people have as well; only a tag or a word of machines may stand behind. */
const program = new RegExp(
  `^${anyOf`
    postmaster|nobody|root|cron|daemon|notifications?|notify|notice
    alerts?|alarm|watchdog|nagios|zabbix|backups?
    monitor(?:ing)?
    system|automated|automatic|robot
    news(?:letters?)?
  `}${anyOf`
    (?:\+[^@]*)?
    [-_.]?\d+
    [-_.](?:e-?mail|mail|mailer|bot|service|system|server|prod|dev|test|eu|us|uk|de|fr|apac|emea|alerts?|noreply|daily|weekly|reply|[0-9a-f]{6,64})
  `}@`,
  'i',
);

/** First words of people about themselves and about the reader. */
const personal =
  /\b(?:i|i'm|i'd|i've|my|we'd|ich|mir|meine?|je|j'ai|mon|yo|mi|mio|eu|meu|minha|ik|mijn|jag|jeg|minun|olen)\b|(?:^|\s)(?:я|мне|мой|мы|私|我|저는)/;

/** Senders that nobody can answer. A person with such an address writes under their name, in the first person. */
export const robotSender: Rule = (input) => {
  const { mail } = input;
  const junk = /^\s*junk\b/.test(lowerHeader(mail, 'precedence'));
  if (junk) return { kind: 'automated', confidence: 0.7, because: 'header Precedence says junk' };
  const address = mail.from?.address ?? '';
  const isUnread = isUnreadAddress(address);
  if (!isUnread && !(program.test(address) && !isAnswer(mail) && !isPerson(input))) return undefined;
  return { kind: 'automated', confidence: 0.8, because: 'its sender is an address that no person writes from' };
};

function isPerson(input: RuleInput): boolean {
  const name = input.mail.from?.name ?? '';
  const { text, counts, asks } = openingOf(input);
  const isMachine = counts.has('automaticMessage') || counts.has('noReply');
  return (
    !isMachine &&
    /^\p{Lu}\p{L}+(?: \p{Lu}\.?\p{L}*)+$/u.test(name) &&
    !robotName.test(name) &&
    (asks || personal.test(text))
  );
}

const robotName =
  /\b(?:team|system|daemon|alerts?|monitor\w*|notif\w+|news\w*|admin\w*|service|server|support|cron|robot|bot|backup|shop|store)\b/i;
