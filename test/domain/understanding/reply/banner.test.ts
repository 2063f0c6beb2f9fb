import { bannerLength } from '../../../../lambdas/domain/understanding/reply/banner.ts';

const below = (text: string): string => {
  const lines = text.split('\n');
  return lines.slice(bannerLength(lines)).join('\n').trim();
};

describe('bannerLength', () => {
  it.each<[string, string]>([
    ['a mark alone', '[EXTERNAL]\n\nYes.'],
    ['a mark with stars', '*** EXTERNAL EMAIL ***\nYes.'],
    [
      'an English warning',
      'CAUTION: This email originated from outside of the organization. Do not click links or open\nattachments unless you recognize the sender and know the content is safe.\n\nYes.',
    ],
    ['a warning without a blank line below', 'WARNING: This email was sent from outside your company.\nYes.'],
    ['a warning between rules', '----------\nThis message came from outside the network.\n----------\nYes.'],
    ['two warnings', '[External]\n\nThis email originated outside Example Ltd.\n\nYes.'],
    ['a warning of Microsoft’s', 'You don’t often get email from ada@y.example. Learn why this is important\nYes.'],
    ['a German warning', 'ACHTUNG: Diese E-Mail kommt von außerhalb der Organisation.\n\nYes.'],
    ['another German warning', 'Diese Nachricht stammt von einem externen Absender.\n\nYes.'],
    ['a French warning', 'ATTENTION : cet e-mail provient de l’extérieur.\n\nYes.'],
    ['a Spanish warning', 'PRECAUCIÓN: este correo procede de fuera de la organización.\n\nYes.'],
    ['a Dutch warning', 'LET OP: deze e-mail komt van buiten de organisatie.\n\nYes.'],
    ['a Polish warning', 'UWAGA: wiadomość z zewnątrz organizacji.\n\nYes.'],
  ])('takes off %s', (_name, text) => {
    expect(below(text)).toBe('Yes.');
  });

  it.each([
    'External walls: ten.\n\nAda',
    'Attention: can you check the outside lamp?',
    'Important: we moved outside the city.\nPlease note it.',
    'External sender rules: can you explain them?',
    'Warning, I am late.',
    'Yes.\n\n[EXTERNAL]',
  ])('keeps the words of a person: %j', (text) => {
    expect(below(text)).toBe(text);
  });
});
