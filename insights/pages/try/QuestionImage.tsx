import { toLinkText } from '../../view/messages/mediaText.ts';
import { base64Of } from '../../view/messages/picture.ts';
import { Picture } from '../text/Picture.tsx';

/** The image of a question; one that lies elsewhere is its address, as the pages load nothing from there. */
export function QuestionImage({ url }: { url: string }) {
  return <Picture base64={base64Of(url) ?? ''} text={toLinkText('image', url)} />;
}
