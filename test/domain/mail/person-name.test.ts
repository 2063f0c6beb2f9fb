import { compact } from '../../../lambdas/compact.ts';
import { readPersonName } from '../../../lambdas/domain/mail/person-name.ts';

describe('readPersonName', () => {
  it.each(
    (
      [
        ['Jo Baker', 'Jo', 'Baker'],
        ['Jo', 'Jo'],
        ['Baker, Jo', 'Jo', 'Baker'],
        ['BAKER, Jo', 'Jo', 'BAKER'],
        ['BAKER Jo', 'Jo', 'BAKER'],
        ['JO BAKER', 'JO', 'BAKER'],
        ['Müller, Anna (Einkauf)', 'Anna', 'Müller'],
        ['Müller, Dr. Anna', 'Anna', 'Müller'],
        ['van Beethoven, Ludwig', 'Ludwig', 'van Beethoven'],
        ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
        ['García Márquez, Gabriel José', 'Gabriel José', 'García Márquez'],
        ['Baker, Jo [ACME]', 'Jo', 'Baker'],
        ['Baker, Jo, PhD', 'Jo', 'Baker'],
        ['Jo Baker, PhD', 'Jo', 'Baker'],
        ['Jo Baker Jr.', 'Jo', 'Baker'],
        ['Jo Baker III', 'Jo', 'Baker'],
        ['Jack Ma', 'Jack', 'Ma'],
        ['Dr. Anna Müller', 'Anna', 'Müller'],
        ['Prof. Dr. Anna Müller', 'Anna', 'Müller'],
        ['Herr Max Muster', 'Max', 'Muster'],
        ['Frau Anna Müller', 'Anna', 'Müller'],
        ['Mrs Jo Baker', 'Jo', 'Baker'],
        ['Miss', 'Miss'],
        ["'Jo Baker'", 'Jo', 'Baker'],
        ['"Jo Baker"', 'Jo', 'Baker'],
        ["'Baker, Jo'", 'Jo', 'Baker'],
        ['“Jo Baker”', 'Jo', 'Baker'],
        ["'Jo Baker' via Help", 'Jo', 'Baker'],
        ['Jo Baker via LinkedIn', 'Jo', 'Baker'],
        ['Jo Baker (via Docs)', 'Jo', 'Baker'],
        ['Jo Baker on behalf of Customer', 'Jo', 'Baker'],
        ["Sean O'Brien", 'Sean', "O'Brien"],
        ["'t Hooft, Gerard", 'Gerard', "'t Hooft"],
        ['Jo Baker | Customer Ltd', 'Jo', 'Baker'],
        ['Jo Baker|Customer', 'Jo', 'Baker'],
        ['Jo Baker - Customer', 'Jo', 'Baker'],
        ['Jo Baker – Customer', 'Jo', 'Baker'],
        ['Jo Baker / Customer', 'Jo', 'Baker'],
        ['Anne-Marie Dupont', 'Anne-Marie', 'Dupont'],
        ['Gal·la Placídia', 'Gal·la', 'Placídia'],
        ['Jo Baker 🚀', 'Jo', 'Baker'],
        ['  Jo \t Baker  ', 'Jo', 'Baker'],
        ['\u202aJo Baker\u202c', 'Jo', 'Baker'],
        ['Jo\u0000 Baker', 'Jo', 'Baker'],
        ['山田 太郎', '太郎', '山田'],
        ['山田太郎', '山田太郎'],
        ['김 민수', '민수', '김'],
        ['Иван Петров', 'Иван', 'Петров'],
        ['Acme, Inc.', undefined, 'Acme, Inc.'],
        ['Acme GmbH', undefined, 'Acme GmbH'],
        ['Müller & Söhne KG', undefined, 'Müller & Söhne KG'],
        ['Jo Baker, Acme Corp', 'Jo', 'Baker'],
        ['jo@customer.example', undefined],
        ['Jo <jo@customer.example>', undefined],
        ['https://evil.example', undefined],
        ['12345', undefined],
        ['', undefined],
        ['   ', undefined],
        ['(Einkauf)', '(Einkauf)'],
        ['|', undefined],
      ] as ReadonlyArray<readonly [display: string, first?: string | undefined, last?: string]>
    ).map(([display, firstName, lastName]) => ({ display, wanted: compact({ firstName, lastName }) })),
  )('reads $display', ({ display, wanted }) => {
    expect(readPersonName(display)).toEqual(wanted);
  });

  it('reads no name where there is none', () => {
    expect(readPersonName(undefined)).toEqual({});
  });

  it.each(['Dr. '.repeat(60_000), "'".repeat(200_000), 'a, '.repeat(60_000), '('.repeat(200_000), 'ü'.repeat(200_000)])(
    'reads a name of 200,000 characters in no time (%#)',
    (name) => {
      const began = performance.now();
      readPersonName(name);
      expect(performance.now() - began).toBeLessThan(200);
    },
  );
});
