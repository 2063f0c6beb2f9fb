import { useState } from 'preact/hooks';
import { get } from '../api.ts';
import type { AttachmentEntry, ContentLink, MailDetail } from '../contract.ts';
import { useMay } from '../me.ts';
import { sizeOf } from '../time-words.ts';
import { Badge } from '../ui/badge.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyBox, ErrorBox } from '../ui/state-boxes.tsx';

const toneOfVerdict = (verdict: string) => (verdict === 'clean' ? 'good' : verdict === 'blocked' ? 'bad' : 'wait');

/** The files of the mail with their verdicts. */
export function AttachmentsTab({ detail }: { readonly detail: MailDetail }) {
  const attachments = detail.event?.attachments ?? [];
  if (attachments.length === 0) return <EmptyBox title="No files in this mail" />;
  return (
    <ul class="cards">
      {attachments.map((attachment, nth) => (
        <li key={`${nth} ${attachment.filename}`} class="card">
          <Attachment attachment={attachment} nth={nth} eventId={detail.card.eventId ?? ''} />
        </li>
      ))}
    </ul>
  );
}

function Attachment({
  attachment,
  nth,
  eventId,
}: {
  readonly attachment: AttachmentEntry;
  readonly nth: number;
  readonly eventId: string;
}) {
  const { filename, contentType, detectedType, size, sha256, verdict, reasons } = attachment;
  const isOther = detectedType !== undefined && detectedType !== contentType;
  return (
    <>
      <p class="line">
        <bdi class="grow">
          <strong>{filename ?? '(no name)'}</strong>
        </bdi>
        <Badge tone={toneOfVerdict(verdict)}>{verdict}</Badge>
      </p>
      <p class="quiet">
        {contentType}
        {isOther && `, really ${detectedType}`} · {sizeOf(size)}
        {sha256 !== undefined && (
          <>
            {' '}
            · SHA-256 <code>{sha256.slice(0, 16)}…</code>
          </>
        )}
      </p>
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <Download eventId={eventId} nth={nth} verdict={verdict} />
    </>
  );
}

function Download({
  eventId,
  nth,
  verdict,
}: {
  readonly eventId: string;
  readonly nth: number;
  readonly verdict: string;
}) {
  const mayRead = useMay('events:raw');
  const [error, setError] = useState<unknown>();
  const [isAsking, setAsking] = useState(false);
  if (verdict === 'blocked') return <p class="quiet">Blocked files cannot be downloaded.</p>;
  if (!mayRead) return <p class="quiet">Downloads need the right events:raw, which operators have.</p>;
  const download = (anyway?: '1'): void => {
    setAsking(false);
    get<ContentLink>(`/v1/events/${eventId}/attachments/${nth}`, { answer: 'link', anyway }).then(
      ({ url }) => openFile(url),
      setError,
    );
  };
  return (
    <>
      <button type="button" onClick={() => (verdict === 'clean' ? download() : setAsking(true))}>
        Download
      </button>
      {error !== undefined && <ErrorBox error={error} retry={() => download()} />}
      {isAsking && (
        <Dialog title="Download a file that may be dangerous?" onClose={() => setAsking(false)}>
          <p>Its verdict is “{verdict}”. Open it only where it can do no harm.</p>
          <p class="buttons">
            <button type="button" class="danger" onClick={() => download('1')}>
              Download it anyway
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              Leave it
            </button>
          </p>
        </Dialog>
      )}
    </>
  );
}

/** The address says that the browser is to save the file: the page stays. */
function openFile(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noreferrer';
  link.download = '';
  link.click();
}
