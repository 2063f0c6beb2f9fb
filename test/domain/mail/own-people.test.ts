import { isFromList, isOwnAddress, isOwnMail } from '../../../lambdas/domain/mail/own-people.ts';
import { anEvent } from '../../helpers/builders.ts';

const own = { ownDomains: ['ours.example'] };
const from = (address: string, headers: Array<{ name: string; value: string }> = []) =>
  anEvent({ from: { address }, headers });

describe('isOwnAddress', () => {
  it.each([
    ['bob@ours.example', true],
    ['Bob@Sales.OURS.example', true],
    ['bob@notours.example', false],
    ['bob@ours.example.evil.example', false],
    ['nobody', false],
  ])('judges %s', (address, isOwn) => {
    expect(isOwnAddress(address, own)).toBe(isOwn);
  });
});

describe('isOwnMail', () => {
  it('believes a proven mail from a domain of the tenant', () => {
    expect(isOwnMail(from('bob@ours.example'), own)).toBe(true);
  });

  it.each([
    ['a stranger', from('ada@customer.example')],
    ['a mail that does not prove its sender', { ...from('bob@ours.example'), authentication: {} }],
    [
      'a list of ours that anybody writes to',
      from('all@ours.example', [{ name: 'list-post', value: '<mailto:all@ours.example>' }]),
    ],
  ])('does not believe %s', (_name, event) => {
    expect(isOwnMail(event, own)).toBe(false);
  });
});

describe('isFromList', () => {
  it.each<[string, Array<{ name: string; value: string }>, boolean]>([
    ['the header of Google Groups', [{ name: 'x-original-from', value: 'Ada <ada@customer.example>' }], true],
    ['the id of the list', [{ name: 'list-id', value: 'All <all.ours.example>' }], true],
    ['the id of another list', [{ name: 'list-id', value: '<news.vendor.example>' }], false],
    ['no header of a list', [], false],
  ])('judges by %s', (_name, headers, isList) => {
    expect(isFromList(from('all@ours.example', headers))).toBe(isList);
  });
});
