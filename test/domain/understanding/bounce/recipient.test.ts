import {
  addressesIn,
  isDaemonAddress,
  isPublicAddress,
  readRecipient,
  recipientInReturnPath,
} from '../../../../lambdas/domain/understanding/bounce/recipient.ts';

describe('addressesIn', () => {
  it.each<[string, string[]]>([
    ['write to <Ada@Customer.example>, or bob@ours.example.', ['ada@customer.example', 'bob@ours.example']],
    ['ada@customer.example and ADA@customer.example', ['ada@customer.example']],
    ['user@[203.0.113.9] is a literal', ['user@[203.0.113.9]']],
    ['@c.example is a route, and a@ is cut', []],
    ['c=DE;a= ;p=ACME;dda:SMTP=ada@customer.example; on Monday', ['ada@customer.example']],
    ['收件人：ada@customer.example，已退回', ['ada@customer.example']],
  ])('finds them in %j', (text, addresses) => {
    expect(addressesIn(text)).toEqual(addresses);
  });
});

describe('readRecipient', () => {
  it.each<[string, string | undefined]>([
    ['rfc822; Ada@Customer.example', 'ada@customer.example'],
    ['rfc822;<ada@customer.example>', 'ada@customer.example'],
    ['<@relay.example:ada@customer.example>', 'ada@customer.example'],
    ['SMTP:ada@customer.example', 'ada@customer.example'],
    ['rfc822; ada+40customer.example', 'ada@customer.example'],
    ['x400; /C=DE/ADMD= /PRMD=ACME/S=Love/DDA:RFC-822=ada(a)customer.example/', 'ada@customer.example'],
    ['X-Unix; |/usr/bin/vacation', undefined],
    ['rfc822; postmaster', undefined],
  ])('reads %s', (field, address) => {
    expect(readRecipient(field)).toBe(address);
  });
});

describe('isPublicAddress', () => {
  it.each<[string, boolean]>([
    ['ada@customer.example.com', true],
    ['ada@mail.corp', false],
    ['ada@server.local', false],
    ['ada@localhost', false],
    ['imceaex-_o=acme@ours.example.com', false],
    ['ada@co.uk', false],
  ])('judges %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

describe('isDaemonAddress', () => {
  it.each<[string, boolean]>([
    ['mailer-daemon@mx.example', true],
    ['postmaster@mx.example', true],
    ['no-reply+42@mx.example', true],
    ['bounced@mx.example', false],
    ['ada@mx.example', false],
  ])('judges %s', (address, isDaemon) => {
    expect(isDaemonAddress(address)).toBe(isDaemon);
  });
});

describe('recipientInReturnPath', () => {
  it.each<[string, string | undefined]>([
    ['bounces+ada=customer.example@ours.example', 'ada@customer.example'],
    ['bounce-7-ada=customer.example@ours.example', 'ada@customer.example'],
    ['bounces+42@ours.example', undefined],
    ['ada@customer.example', undefined],
  ])('reads %s', (address, recipient) => {
    expect(recipientInReturnPath(address)).toBe(recipient);
  });
});
