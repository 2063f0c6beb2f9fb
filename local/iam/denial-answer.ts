import type { AccessDenied } from './gateway.ts';

/** How a service says that access is denied. */
export interface DenialAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The protocols of the services of this machine. */
export type Protocol = 'json' | 'json-query-compatible' | 'rest-json' | 'rest-xml' | 'query-sns' | 'query-ses';

const exception = 'AccessDeniedException';

/**
 * An answer in the words of a service's protocol, so that its SDK client throws the error that AWS makes it throw.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function denialAnswer(protocol: Protocol, { message }: AccessDenied): DenialAnswer {
  switch (protocol) {
    case 'json':
      return jsonAnswer(400, { __type: `com.amazon.coral.service#${exception}`, Message: message });
    case 'json-query-compatible':
      return jsonAnswer(
        403,
        { __type: `com.amazon.coral.service#${exception}`, Message: message },
        { 'x-amzn-query-error': 'AccessDenied;Sender' },
      );
    case 'rest-json':
      return jsonAnswer(403, { message }, { 'x-amzn-errortype': exception });
    case 'rest-xml':
      return xmlAnswer(`<Error><Code>AccessDenied</Code><Message>${escaped(message)}</Message></Error>`);
    case 'query-sns':
      return xmlAnswer(queryError('http://sns.amazonaws.com/doc/2010-03-31/', 'AuthorizationError', message));
    case 'query-ses':
      return xmlAnswer(queryError('http://ses.amazonaws.com/doc/2010-12-01/', 'AccessDenied', message));
  }
}

const jsonAnswer = (status: number, value: object, headers: Record<string, string> = {}): DenialAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
  body: JSON.stringify(value),
});

const xmlAnswer = (body: string): DenialAnswer => ({
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
});

const queryError = (namespace: string, code: string, message: string): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
