import type { ParsedMail } from '../../../../lambdas/domain/mail/parsed-mail.ts';
import { challengeResponse } from '../../../../lambdas/domain/understanding/classify/challenge.ts';
import { aParsedMail } from '../../../helpers/builders.ts';

const findingOf = (changes: Partial<ParsedMail>) => challengeResponse({ mail: aParsedMail(changes), recipients: [] });
const header = (name: string, value: string): Partial<ParsedMail> => ({ headers: [{ name, value }] });

describe('challengeResponse', () => {
  it.each<[string, Partial<ParsedMail>, object]>([
    ['its header', header('x-boxtrapper', 'verify'), { kind: 'challenge', confidence: 0.95 }],
    ['the header of another service', header('x-spamarrest', 'yes'), { confidence: 0.95 }],
    [
      'its words',
      { subject: 'Please confirm your message', text: 'Before your message can be delivered, click here.' },
      { kind: 'challenge', confidence: 0.85 },
    ],
    ['a key in its subject', { subject: 'Re: Hi (verify#a1b2)' }, { confidence: 0.85 }],
    [
      'words that win over the header of a responder',
      {
        ...header('auto-submitted', 'auto-replied'),
        text: 'Your message is being held. To show that you are a human, follow this link: https://keep.example/1',
      },
      { confidence: 0.85 },
    ],
    [
      'a guard of a mailbox that keeps a list',
      {
        text: 'This mailbox is protected by Keeper. So that your mail is delivered, click the link below and get on the list of approved senders.',
      },
      { confidence: 0.85 },
    ],
    [
      'a mail that waits on a list',
      {
        subject: 'Re: Offer (Action required)',
        text: 'Your mail of today was wait-listed. Use the following link and join my guest list.',
      },
      { confidence: 0.85 },
    ],
    [
      'a person who guards their mailbox',
      {
        subject: 'Re: Offer (Please confirm)',
        text: 'I am protecting my inbox. Please click here so that I can read your mail. You won’t need to do it again.',
      },
      { confidence: 0.85 },
    ],
    [
      'words in German',
      {
        text: 'Damit ich Ihre E-Mails erhalten kann, klicken Sie nur dieses eine Mal auf den Link. Spamschutz von Keeper.',
      },
      { confidence: 0.85 },
    ],
    [
      'words in French',
      { text: 'Pour que je puisse recevoir vos messages, cliquez ici. Juste cette fois. Une seule fois suffit.' },
      { confidence: 0.85 },
    ],
    [
      'words in Danish',
      {
        text: 'Din mail venter på at blive leveret. Klik på linket for at bekræfte, at du er et menneske. Det skal kun gøres en gang.',
      },
      { confidence: 0.85 },
    ],
    [
      'words in Korean',
      { text: '귀하의 메일이 보류되었습니다. 아래 링크를 클릭하여 본인 확인을 해 주십시오.' },
      { confidence: 0.85 },
    ],
  ])('finds a challenge by %s', (_name, changes, finding) => {
    expect(findingOf(changes)).toMatchObject(finding);
  });

  it.each<[string, Partial<ParsedMail>]>([
    ['the fingerprint that TMDA adds to any mail', header('x-tmda-fingerprint', 'x')],
    ['a subject alone', { subject: 'Please confirm your message' }],
    [
      'the confirmation of a subscription',
      {
        subject: 'Confirm your subscription',
        text: 'Please click on the link to confirm your email address and get our newsletter.',
      },
    ],
    [
      'a person who asks for an address',
      { text: 'Click the link below so I can get your email address for the newsletter.' },
    ],
    ['a person who waits for a file', { text: 'Use the link below so I can read your messages in the forum.' }],
    [
      'the confirmation of an account',
      { subject: 'Verify your e-mail', text: 'Click the link below to verify your address and open your account.' },
    ],
    ['a person who asks to confirm', { text: 'Could you confirm this message? Just reply to this e-mail.' }],
    [
      'a person who speaks of spam',
      { text: 'Your message was in my spam filter, I put you on my list of safe senders.' },
    ],
  ])('finds none in %s', (_name, changes) => {
    expect(findingOf(changes)).toBeUndefined();
  });
});
