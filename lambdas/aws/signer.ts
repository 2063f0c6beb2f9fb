import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SignatureV4 } from '@smithy/signature-v4';
import { compact } from '../compact.ts';

/** The SDK's signer for a service without a client of its own: it borrows region, credentials and hash of another client. */
export const createSigner = ({ config }: Pick<DynamoDBDocumentClient, 'config'>, service: string): SignatureV4 =>
  new SignatureV4({
    service,
    region: config.region,
    credentials: config.credentials,
    sha256: config.sha256,
    // S3 signs the path as it is sent.
    uriEscapePath: service !== 's3',
  });

/** The parts of a URL that the signer signs. */
export const signable = (url: URL) =>
  compact({
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port ? Number(url.port) : undefined,
    path: url.pathname,
  });
