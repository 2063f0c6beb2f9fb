import { get } from '../api.ts';
import type { MailDetail } from '../contract.ts';

/** Reads one mail with all that is known of it, by its id or that of its event. @throws RequestError */
export const readMail = (id: string, signal?: AbortSignal): Promise<MailDetail> =>
  get<MailDetail>(`/v1/mails/${encodeURIComponent(id)}`, {}, signal);
