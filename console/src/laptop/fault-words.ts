/** The faults that the sandbox can play, in words. */
export const faultWords: Readonly<Record<string, string>> = {
  '500': 'the CRM fails',
  '429': 'the CRM asks to slow down',
  '403': 'the token is refused',
  html: 'a page of HTML in place of JSON',
  slow: 'two seconds late',
  'drop-before': 'the connection breaks before the write',
  'drop-after-commit': 'the connection breaks after the write',
  'kill-after-commit': 'our worker dies after the write',
};
