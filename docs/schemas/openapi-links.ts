/** How the answer of an operation leads to the next request: operations, and where in the answer their parameters are. */
type Links = Readonly<Record<string, { readonly operationId: string; readonly parameters: object }>>;

const ofFirstEvent = {
  id: '$response.body#/events/0/eventId',
  integration: '$response.body#/events/0/integration',
};
const content = ['getEvent', 'getRawMail', 'getHtml', 'explainEvent'];

const nextPage = (operationId: string): Links => ({
  nextPage: { operationId, parameters: { cursor: '$response.body#/cursor' } },
});
const links: Readonly<Record<string, Links>> = {
  listEvents: {
    ...nextPage('listEvents'),
    ...Object.fromEntries(content.map((name) => [name, { operationId: name, parameters: ofFirstEvent }])),
    traceEvent: { operationId: 'traceEvent', parameters: { id: ofFirstEvent.id } },
    getAttachment: { operationId: 'getAttachment', parameters: { ...ofFirstEvent, n: '0' } },
  },
  listMails: {
    ...nextPage('listMails'),
    getMail: { operationId: 'getMail', parameters: { id: '$response.body#/mails/0/mailId' } },
    getMailSource: { operationId: 'getMailSource', parameters: { id: '$response.body#/mails/0/mailId' } },
  },
  listUnconfirmedEvents: nextPage('listUnconfirmedEvents'),
  orderReplay: { getReplay: { operationId: 'getReplay', parameters: { id: '$response.body#/id' } } },
};

/**
 * From the answer of an operation to the next page, and to an event with its content.
 *
 * @see https://spec.openapis.org/oas/v3.1.0#link-object
 */
export const linksOf = (operationId: string): Links | undefined => links[operationId];
