import { useState } from 'preact/hooks';
import { readImage } from './image.ts';
import { QuestionImage } from './QuestionImage.tsx';

/** Takes a file as the image of the question; a problem is told instead. */
export type TakeImage = (file: Blob) => void;

/** What is done with a file, and why it was not taken. */
export function useImage(onTake: (url: string) => void): {
  readonly problem: string | undefined;
  readonly take: TakeImage;
} {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  return {
    problem,
    take(file) {
      void readImage(file).then((read) => {
        setProblem('problem' in read ? read.problem : undefined);
        if ('url' in read) onTake(read.url);
      });
    },
  };
}

/** The image that goes with the question, chosen here or pasted into the prompt. */
export function ImageField({
  url,
  problem,
  onFile,
  onRemove,
}: {
  url: string;
  problem: string | undefined;
  onFile: TakeImage;
  onRemove: () => void;
}) {
  return (
    <div class="try-image">
      {url === '' ? (
        <label class="try-file">
          <span>Image</span>
          <input
            type="file"
            accept="image/png,image/jpeg,image/gif,image/webp"
            title="PNG, JPEG, GIF or WebP of at most 700 KB; one can also be pasted into the prompt"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) onFile(file);
              currentTarget.value = ''; // the same file can be chosen once more
            }}
          />
        </label>
      ) : (
        <>
          <QuestionImage url={url} />
          <button type="button" onClick={onRemove}>
            Remove the image
          </button>
        </>
      )}
      {problem !== undefined && (
        <span class="error" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
