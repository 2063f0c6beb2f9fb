import { Dialog } from '../ui/dialog.tsx';

const keys: ReadonlyArray<readonly [key: string, meaning: string]> = [
  ['j / k', 'next and previous mail or sample'],
  ['Enter', 'open what has the focus'],
  ['/', 'search'],
  ['Esc', 'back, or close'],
  ['Ctrl K', 'go to a page, a mail, an action'],
  ['y / n', 'a sample is right, or wrong (reviews)'],
  ['?', 'these keys'],
];

/** The keys of the console. */
export const HelpDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <table>
      <tbody>
        {keys.map(([key, meaning]) => (
          <tr key={key}>
            <th scope="row">
              <kbd>{key}</kbd>
            </th>
            <td>{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Dialog>
);
