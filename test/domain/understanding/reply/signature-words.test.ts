import {
  closing,
  companyForm,
  deviceLine,
  deviceNames,
  footer,
  jobTitle,
} from '../../../../lambdas/domain/understanding/reply/signature-words.ts';

describe('words of a signature', () => {
  it.each<[string, RegExp, string[]]>([
    [
      'a line of a device',
      deviceLine,
      [
        'Sent from my iPhone',
        'Get Outlook for Android',
        'Von meinem iPhone gesendet',
        'Envoyé de mon iPhone',
        'Enviado desde mi iPhone',
        'Inviato da iPhone',
        'Verzonden vanaf mijn iPhone',
        'Wysłane z iPhone’a',
        'Skickat från min iPhone',
        'iPhoneから送信',
        '发自我的 iPhone',
      ],
    ],
    ['the name of a device', deviceNames, ['my Galaxy', 'Yahoo', 'meinem Handy', 'Thunderbird', '手机']],
    [
      'a footer',
      footer,
      [
        'This e-mail is confidential.',
        'This message and any attachments are intended only for Ada.',
        'Confidentiality notice: none',
        'Diese E-Mail kann vertrauliche Daten enthalten.',
        'Ce message est confidentiel.',
        'To unsubscribe from this list, click',
        'Virus-free. www.avast.com',
      ],
    ],
    [
      'a closing',
      closing,
      [
        'Best regards,',
        'Thanks again!',
        'Mit freundlichen Grüßen',
        'Cordialement,',
        'Saludos',
        'Distinti saluti',
        'Met vriendelijke groet,',
        'Med vänlig hälsning',
        'С уважением,',
        '敬具',
      ],
    ],
    ['a job title', jobTitle, ['Head of Sales', 'CEO', 'Vice President', 'Geschäftsführerin', 'Ingénieur commercial']],
    ['a company', companyForm, ['Example Ltd', 'Beispiel GmbH', 'Example Inc.', 'Ejemplo S.A.', 'Example Group']],
  ])('match %s', (_name, pattern, lines) => {
    expect(lines.filter((line) => !pattern.test(line))).toEqual([]);
  });

  it.each<[string, RegExp, string[]]>([
    ['a line of a device', deviceLine, ['I sent it on Monday', 'Sentinel from afar', 'Gesendet']],
    ['the name of a device', deviceNames, ['a hat', 'the tables']],
    ['a footer', footer, ['This message is short.', 'We keep this confidential.', 'Dieser Preis ist vertraulich']],
    ['a closing', closing, ['Best of luck with it', 'Thanks for the offer', 'Regards to your wife', 'Grußkarten']],
    ['a job title', jobTitle, ['the heading of it', 'directions', 'managed']],
    ['a company', companyForm, ['the limited offer', 'incident', 'group photo of us']],
  ])('do not match %s in a near miss', (_name, pattern, lines) => {
    expect(lines.filter((line) => pattern.test(line))).toEqual([]);
  });
});
