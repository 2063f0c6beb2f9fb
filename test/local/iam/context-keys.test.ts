import { suppliedKey, usualContext, variablesOf } from '../../../local/iam/context-keys.ts';
import { aPrincipal, aService } from '../../helpers/iam.ts';

describe('usualContext', () => {
  it('has the account of a role, and only the transport of a service', () => {
    expect(usualContext(aService)).toEqual({ 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' });
    expect(usualContext(aPrincipal)).toMatchObject({
      'aws:SecureTransport': 'true',
      'aws:PrincipalArn': aPrincipal.roleArn,
      'aws:PrincipalAccount': '000000000000',
    });
  });
});

describe('suppliedKey', () => {
  it.each([
    ['AWS:sourcearn', 'aws:SourceArn'],
    ['kms:ViaService', 'kms:ViaService'],
    ['aws:PrincipalOrgID', undefined],
  ])('reads %s as %s', (key, known) => {
    expect(suppliedKey(key)).toBe(known);
  });
});

describe('variablesOf', () => {
  const variable = (name: string): string => `$\{${name}}`;

  it.each([
    [`arn:aws:s3:::mail/${variable('aws:PrincipalAccount')}/*`, ['aws:PrincipalAccount']],
    [
      [variable("aws:SourceArn, 'none'"), { nested: variable('s3:prefix') }],
      ['aws:SourceArn', 's3:prefix'],
    ],
    [['*', '?', '$'].map(variable).join(''), []],
    [undefined, []],
  ])('finds the context keys in %j', (part, keys) => {
    expect(variablesOf(part)).toEqual(keys);
  });
});
