import { useState } from 'preact/hooks';

/** Takes an .eml file: dropped, or chosen. */
export function DropZone({ onFile }: { readonly onFile: (file: File) => void }) {
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <label
      class={isOver ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <strong>Drop an .eml file here</strong>
      <span class="quiet">or choose one</span>
      <input type="file" accept=".eml,message/rfc822" onChange={({ currentTarget }) => take(currentTarget.files)} />
    </label>
  );
}
