import type { Integration } from '../configuration/integration.ts';
import type { ContactFields } from '../crm/contact-fields.ts';
import type { RoutedEvent } from '../mail/event.ts';
import { senderProofOf } from '../mail/sender-proof.ts';
import type { ResolvedMapping } from '../mapping/mapping.ts';
import type { MappingField } from '../mapping/mapping-schema.ts';
import { evaluateRules, type RuleVerdict } from '../mapping/rules/evaluate-rules.ts';

/**
 * The verdict of an integration's rules, and the integration as they leave it for this mail.
 *
 * @param isKnown whether mail in the sender's name was delivered before; it counts where the mail proves the name
 * @param contact what the CRM says of the contact
 */
export function applyRules(
  integration: Integration,
  event: RoutedEvent,
  isKnown: boolean,
  contact: ContactFields = {},
): RuleVerdict & { readonly integration: Integration } {
  const ownDomains = integration.trust?.ownDomains ?? [];
  const isProven = senderProofOf(event, integration.trust) === 'proven';
  const context = { isKnown: isKnown && isProven, isProven, ownDomains, contact };
  const verdict = evaluateRules(integration.rules ?? [], event, context);
  const { deals = integration.deals, mapping = integration.mapping } = verdict;
  return { ...verdict, integration: { ...integration, deals, mapping } };
}

/** A mapping with the fields that rules set, which count before its own. */
export function withFields(mapping: ResolvedMapping, set: readonly MappingField[]): ResolvedMapping {
  const targets = new Set(set.map(({ target }) => target));
  return { ...mapping, fields: [...mapping.fields.filter(({ target }) => !targets.has(target)), ...set] };
}
