import type { Integration } from '../configuration/integration.ts';
import type { People } from '../crm/crm-records.ts';
import type { ContactFacts } from '../mapping/contact-facts.ts';
import type { Resolution, ResolvedMapping } from '../mapping/mapping.ts';
import type { MappingField } from '../mapping/mapping-schema.ts';
import { evaluateRules, type RuleVerdict } from '../mapping/rules/evaluate-rules.ts';
import type { Destination } from './destination.ts';
import type { MailContext } from './mail-context.ts';

/** Facts about the contact, before anything is written. */
interface ContactKnowledge extends ContactFacts {
  /** Whether mail in the sender's name was delivered before; it counts only where the mail proves that name. */
  readonly isKnown: boolean;
}

/** An integration as its rules leave it for one mail. */
interface RuledIntegration extends Pick<RuleVerdict, 'fired' | 'end' | 'moveDeal' | 'task' | 'notify'> {
  readonly integration: Integration;
  /** The mapping that counts, with the fields that rules set. */
  readonly mapping: Resolution;
}

/** Rules that find a contact whom the sender has only named. */
const notProven: readonly People['rule'][] = ['reply-to', 'original-from', 'organizer'];

/** Evaluates the rules of an integration for one mail. */
export function applyRules(
  { integration, mappings }: Pick<Destination, 'integration' | 'mappings'>,
  { event, proof, people }: MailContext,
  { isKnown, ...facts }: ContactKnowledge,
): RuledIntegration {
  const ownDomains = integration.trust?.ownDomains ?? [];
  const isProven = proof === 'proven';
  // The proof is that of From, and not of a person whom From names.
  const isNamed = notProven.includes(people.rule);
  const context = { isKnown: isKnown && isProven && !isNamed, isProven, ownDomains, ...facts };
  const {
    deals = integration.deals,
    mapping = integration.mapping,
    set,
    ...verdict
  } = evaluateRules(integration.rules ?? [], event, context);
  const resolution = mappings.get(mapping) ?? { kind: 'mistake', message: `found "${mapping}", which is not resolved` };
  return {
    ...verdict,
    integration: { ...integration, deals, mapping },
    mapping: resolution.kind === 'ok' ? { kind: 'ok', mapping: withFields(resolution.mapping, set) } : resolution,
  };
}

/** A mapping with the fields that rules set, which count before its own. */
function withFields(mapping: ResolvedMapping, set: readonly MappingField[]): ResolvedMapping {
  const targets = new Set(set.map(({ target }) => target));
  return { ...mapping, fields: [...mapping.fields.filter(({ target }) => !targets.has(target)), ...set] };
}
