import { useEffect, useState } from 'preact/hooks';
import { toLinkText } from '../../view/messages/mediaText.ts';
import { toImageBlob } from './image.ts';

/** The image of a question, from a Blob: the pages load nothing from elsewhere, and no `data:` URL. */
export function Picture({ url }: { url: string }) {
  const [source, setSource] = useState<string | undefined>(undefined);
  useEffect(() => {
    const blob = toImageBlob(url);
    const made = blob && URL.createObjectURL(blob);
    setSource(made);
    return () => {
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [url]);
  if (source === undefined) return <span class="dim">{toLinkText('image', url)}</span>;
  return <img class="try-picture" src={source} alt="What the question shows" />;
}
