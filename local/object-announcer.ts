import type { EmulatorServices } from './emulator-services.ts';
import type { Wiring } from './wiring.ts';

/** Sends S3's ObjectCreated notification to the queues that the bucket's configuration names and S3 may send to. */
export function createAnnouncer(
  wiring: Wiring,
  { sendMessage }: Pick<EmulatorServices, 'sendMessage'>,
  mayAnnounce: (queueUrl: string) => boolean,
) {
  return (bucket: string, key: string, size: number): void => {
    const targets = wiring.buckets.find(({ name }) => name === bucket)?.notifications ?? [];
    for (const { queueUrl, prefix } of targets) {
      if (!key.startsWith(prefix) || !mayAnnounce(queueUrl)) continue;
      const object = { key: encodeURIComponent(key).replaceAll('%2F', '/'), size };
      const record = {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: new Date().toISOString(),
        s3: { bucket: { name: bucket }, object },
      };
      try {
        sendMessage(queueUrl, JSON.stringify({ Records: [record] }));
      } catch {
        // The sweep at the next start finds the object of a notification that was lost.
      }
    }
  };
}
