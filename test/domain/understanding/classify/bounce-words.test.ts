import {
  bounceSubject,
  clearBounceSubject,
  failureWords,
  robotAddress,
  robotName,
} from '../../../../lambdas/domain/understanding/classify/bounce-words.ts';

const subjects = [
  'Undeliverable: Offer',
  'Returned mail: see transcript for details',
  'Delivery Status Notification (Failure)',
  'failure notice',
  'Unzustellbar: Angebot',
  'Non remis : devis',
  'Onbestelbaar: offerte',
  'No se puede entregar: oferta',
  'недоставлено',
  '配信不能',
  '退信',
];

describe('subjects of bounces', () => {
  it.each(subjects)('knows %j for the subject of a mail host', (subject) => {
    expect(clearBounceSubject.test(subject)).toBe(true);
  });

  it.each([
    ...subjects,
    '[list] Mail delivery failed',
    'Échec de la remise',
    'Zustellfehler',
    'Your message could not be sent',
  ])('knows %j for the subject of a bounce', (subject) => {
    expect(bounceSubject.test(subject)).toBe(true);
  });

  it.each(['Could not reach you by phone', 'Blocked invoice', 'Sorry for the delay'])(
    'knows that a person may write %j, too',
    (subject) => {
      expect(bounceSubject.test(subject)).toBe(true);
      expect(clearBounceSubject.test(subject)).toBe(false);
    },
  );

  it.each(['Offer for delivery vans', 'Our returned goods', 'Re: Undeliverable: Offer'])(
    'does not take %j for a bounce',
    (subject) => {
      expect(bounceSubject.test(subject)).toBe(false);
    },
  );
});

describe('failureWords', () => {
  it.each([
    'Your message could not be delivered.',
    'The following addresses had permanent fatal errors',
    'User ada at the host is unknown',
    'Die Nachricht konnte nicht zugestellt werden.',
    "Le message n'a pas pu être remis.",
    'El mensaje no pudo entregarse.',
    'said: 550 5.1.1 no',
    'письмо не доставлено',
  ])('matches %j', (text) => {
    expect(failureWords.test(text)).toBe(true);
  });

  it.each(['The delivery van is on its way.', 'See you at 10.', 'Your user manual is attached.'])(
    'does not match %j',
    (text) => {
      expect(failureWords.test(text)).toBe(false);
    },
  );
});

describe('robots that report failures', () => {
  it.each(['Mail Delivery Subsystem', 'MAILER-DAEMON', 'Postmaster', 'Microsoft Outlook'])(
    'knows the name %j',
    (name) => {
      expect(robotName.test(name)).toBe(true);
    },
  );

  it.each(['Ada Lovelace', 'Delivery van', 'Mailing team'])('does not know the name %j', (name) => {
    expect(robotName.test(name)).toBe(false);
  });

  it.each(['postmaster@b.example', 'sysadmin@b.example', 'mdaemon@b.example'])('knows the address %j', (address) => {
    expect(robotAddress.test(address)).toBe(true);
  });

  it.each(['ada@b.example', 'the-postmaster@b.example', 'sales@mail.example'])(
    'does not know the address %j',
    (address) => {
      expect(robotAddress.test(address)).toBe(false);
    },
  );
});
