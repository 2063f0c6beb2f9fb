import { isBareOptOut, tokenOfOptOut } from '../../../../lambdas/domain/understanding/classify/opt-out.ts';

describe('isBareOptOut', () => {
  it.each([
    'unsubscribe',
    'Please unsubscribe me!',
    '"STOP"',
    'abmelden',
    'Désabonner',
    'dar de baja',
    'Disiscrizione',
    'Annulla iscrizione',
    'Descadastrar',
    'Uitschrijving',
    'Wypisz mnie',
    'отписаться',
    'відписатися',
    'Abonelikten çık',
    'Avregistrera mig',
    'Afmeld nyhedsbrev',
    'Peru tilaus',
    'Odhlásit se',
    '配信停止',
    '退订',
    '수신 거부',
  ])('takes %j for the bare request', (text) => {
    expect(isBareOptOut(text)).toBe(true);
  });

  it.each([
    'unsubscribe from what?',
    'Stop by tomorrow',
    'How do I remove a user?',
    'unsubscribe users',
    'baja médica',
    '',
  ])('takes %j for none', (text) => {
    expect(isBareOptOut(text)).toBe(false);
  });
});

describe('tokenOfOptOut', () => {
  it.each([
    ['unsubscribe 7f3a-99', 'token'],
    ['unsubscribe:7f3a-99', 'token'],
    ['Unsubscribe=44', 'token'],
    ['unsubscribe-list-44', 'token'],
    ['unsubscribe <jo@customer.example>', 'token'],
    ['Abmelden: k4711', 'token'],
    ['Disiscrizione 81a', 'token'],
    ['unsubscribe-newsletter', 'word'],
    ['unsubscribe:me', 'word'],
    ['unsubscribe', undefined],
    ['unsubscribe users', undefined],
    ['unsubscribe from the trade fair', undefined],
    ['Unsubscribe link in 3 templates', undefined],
    [`unsubscribe ${'4'.repeat(300)}`, undefined],
  ])('reads %j as %j', (subject, kind) => {
    expect(tokenOfOptOut(subject)).toBe(kind);
  });
});
