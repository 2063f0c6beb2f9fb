import { isBareOptOut, saysOptOut } from '../../../../lambdas/domain/understanding/classify/opt-out.ts';

describe('isBareOptOut', () => {
  it.each([
    'unsubscribe',
    'Please unsubscribe me!',
    '"STOP"',
    'abmelden',
    'Désabonner',
    'dar de baja',
    'отписаться',
    '退订',
  ])('takes %j for the bare request', (text) => {
    expect(isBareOptOut(text)).toBe(true);
  });

  it.each(['unsubscribe from what?', 'Stop by tomorrow', 'How do I remove a user?', ''])(
    'takes %j for none',
    (text) => {
      expect(isBareOptOut(text)).toBe(false);
    },
  );
});

describe('saysOptOut', () => {
  it.each([
    'Hi, please remove me\nfrom your list.',
    'We don’t want to receive your newsletter.',
    'Bitte nehmen Sie mich aus dem Verteiler.',
    'Merci de me désabonner.',
    'No quiero recibir más correos.',
    'Non voglio più ricevere mail.',
  ])('finds the request in %j', (text) => {
    expect(saysOptOut(text)).toBe(true);
  });

  it.each(['Please remove the old price from the offer.', 'I want to receive the catalogue.'])(
    'finds none in %j',
    (text) => {
      expect(saysOptOut(text)).toBe(false);
    },
  );

  it('answers of each text alone, whatever it was asked before', () => {
    const texts = ['please unsubscribe me', 'see you tomorrow', 'please unsubscribe me'];

    expect(texts.map(saysOptOut)).toEqual([true, false, true]);
  });
});
