import * as z from 'zod';
import { consentChange } from '../../lambdas/domain/consent/change-schema.ts';

/** The published JSON Schema of `recipient.suppressed/1`, open where the source is closed, as that of an event is. */
export function recipientSuppressedJsonSchema(): object {
  const schema = z.toJSONSchema(consentChange, {
    target: 'draft-2020-12',
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { $id: 'urn:postern:schema:recipient.suppressed:1', title: 'recipient.suppressed/1', ...schema };
}
