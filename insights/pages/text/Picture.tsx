import { useEffect, useState } from 'preact/hooks';
import { toPicture } from '../../view/messages/picture.ts';

/** An image that was said, from its own bytes; `text` says what it is, and stands for one that cannot be shown. */
export function Picture({ base64, text }: { base64: string; text: string }) {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    const picture = toPicture(base64);
    if (picture === undefined) {
      setUrl(undefined);
      return;
    }
    const bytes = Uint8Array.from(picture.bytes, (byte) => byte.charCodeAt(0));
    const made = URL.createObjectURL(new Blob([bytes], { type: picture.type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [base64]);
  if (url === undefined) return <div class="long-text">{text}</div>;
  return (
    <img class="picture" src={url} alt={text} title={text} onError={() => setUrl(undefined)} />
  );
}
