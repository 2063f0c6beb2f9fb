import * as z from 'zod';
import type { Mistake } from './stage-mistakes.ts';
import { apiDomain, foreignSecret, region } from './stage-schemas.ts';

/** Each stage that a part of the settings can be read of, whatever else is wrong with it: so all is reported at once. */
export function readable<T>(json: unknown, part: z.ZodType<T>): Array<T & { readonly stage: string }> {
  return Object.entries(z.record(z.string(), z.unknown()).safeParse(json).data ?? {}).flatMap(([stage, entry]) => {
    const { data } = part.safeParse(entry);
    return data === undefined ? [] : [{ ...data, stage }];
  });
}

/** Finds settings that are valid by themselves, but cannot exist in the account as the stage states them. */
export const findAccountMistakes = (json: unknown): Mistake[] => [
  ...findSecretMistakes(json),
  ...findApiDomainMistakes(json),
  ...findMutualTlsMistakes(json),
  ...findPlaceMistakes(json),
  ...findZoneMistakes(json),
  ...findLockMistakes(json),
  ...findAntivirusMistakes(json),
];

/** A clamd has no password, so that it is reached in a network of the account only. */
const findAntivirusMistakes = (json: unknown): Mistake[] =>
  readable(json, z.object({ antivirus: z.object({ clamd: z.string() }), network: z.unknown().optional() })).flatMap(
    ({ stage, network }): Mistake[] =>
      network === undefined
        ? [{ path: [stage, 'antivirus'], message: 'wants the network in which the functions reach that clamd' }]
        : [],
  );

/** The functions ask Secrets Manager of their own region. */
function findSecretMistakes(json: unknown): Mistake[] {
  const listed = z.object({ region, secrets: z.array(z.unknown()).default([]) });
  return readable(json, listed).flatMap(({ stage, region, secrets }) =>
    secrets.flatMap((entry, index): Mistake[] => {
      const { secret = '' } = foreignSecret.safeParse(entry).data ?? {};
      if (!secret.startsWith('arn:') || secret.split(':')[3] === region) return [];
      const message = `wants a secret of ${region}, where the functions are; a replica there will do`;
      return [{ path: [stage, 'secrets', index, 'secret'], message }];
    }),
  );
}

/** API Gateway takes a certificate of its own region, and a domain leads to one stage. */
function findApiDomainMistakes(json: unknown): Mistake[] {
  const stages = readable(json, z.object({ region, apiDomain }));
  return stages.flatMap(({ stage, region, apiDomain: { name, certificateArn } }, index): Mistake[] => {
    const other = stages.slice(0, index).find((earlier) => earlier.apiDomain.name === name);
    const path = (key: string): string[] => [stage, 'apiDomain', key];
    const elsewhere = `wants a certificate of ${region}, where the API is`;
    const claimed = `wants a domain of its own: ${other?.stage} has this one, and its links lead there`;
    return [
      ...(certificateArn.split(':')[3] === region ? [] : [{ path: path('certificateArn'), message: elsewhere }]),
      ...(other === undefined ? [] : [{ path: path('name'), message: claimed }]),
    ];
  });
}

/** Links in mail lead to `apiDomain`, and whoever opens one has no certificate: the domains differ. */
function findMutualTlsMistakes(json: unknown): Mistake[] {
  const domain = apiDomain.pick({ name: true });
  const wanted = z.object({ mutualTls: apiDomain.pick({ name: true, certificateArn: true }).loose() }).loose();
  const listed = z.object({ region, apiDomain: domain.loose().optional().catch(undefined), apiAccess: wanted });
  return readable(json, listed).flatMap(({ stage, region, apiDomain: first, apiAccess: { mutualTls } }): Mistake[] => {
    const path = (key: string): string[] => [stage, 'apiAccess', 'mutualTls', key];
    const elsewhere = `wants a certificate of ${region}, where the API is`;
    const same = 'wants another domain than apiDomain: links in mail open there, without a certificate';
    return [
      ...(mutualTls.certificateArn.split(':')[3] === region
        ? []
        : [{ path: path('certificateArn'), message: elsewhere }]),
      ...(first?.name === mutualTls.name ? [{ path: path('name'), message: same }] : []),
    ];
  });
}

/** A stage uses keys, topics, buses and queues of its own region only. */
function findPlaceMistakes(json: unknown): Mistake[] {
  const text = z.string().optional().catch(undefined);
  const listed = z.object({
    region,
    encryptionKey: text,
    pagesTopic: text,
    auditBus: text,
    handOff: z.array(text).catch([]),
    secrets: z.array(z.object({ key: text }).catch({ key: undefined })).catch([]),
  });
  return readable(json, listed).flatMap(({ stage, region, encryptionKey, pagesTopic, auditBus, handOff, secrets }) => {
    const used: ReadonlyArray<{ readonly path: readonly PropertyKey[]; readonly arn: string | undefined }> = [
      { path: ['encryptionKey'], arn: encryptionKey },
      { path: ['pagesTopic'], arn: pagesTopic },
      { path: ['auditBus'], arn: auditBus },
      ...handOff.map((arn, index) => ({ path: ['handOff', index], arn })),
      ...secrets.map((secret, index) => ({ path: ['secrets', index, 'key'], arn: secret.key })),
    ];
    return used.flatMap(({ path, arn }): Mistake[] =>
      arn === undefined || !arn.startsWith('arn:') || arn.split(':')[3] === region
        ? []
        : [{ path: [stage, ...path], message: `wants one of ${region}, where the stage is` }],
    );
  });
}

/** A function joins subnets of its own region only. */
function findZoneMistakes(json: unknown): Mistake[] {
  const listed = z.object({
    region,
    network: z.object({ availabilityZones: z.array(z.string()) }),
  });
  return readable(json, listed).flatMap(({ stage, region, network: { availabilityZones } }) =>
    availabilityZones.flatMap((zone, index): Mistake[] =>
      zone.startsWith(region) && zone.length > region.length
        ? []
        : [
            {
              path: [stage, 'network', 'availabilityZones', index],
              message: `wants the name of a zone of ${region}, as in ${region}a`,
            },
          ],
    ),
  );
}

/**
 * Whoever writes that data is kept says of Object Lock, too, for nobody can tell here whether the stage is there already:
 * CloudFormation replaces a bucket that has none by an empty one that has it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html ObjectLockEnabled
 */
function findLockMistakes(json: unknown): Mistake[] {
  const keptWithout = z.object({ retain: z.literal(true), objectLock: z.undefined().optional() });
  return readable(json, keptWithout).map(({ stage }) => ({
    path: [stage, 'objectLock'],
    message:
      'wants true for a stage that is new or was made with retain: true, and false for one that was made without: ' +
      'its buckets cannot lock objects, and empty ones would take their place',
  }));
}
