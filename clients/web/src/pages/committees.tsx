import type { PageProps } from '../main';
import { t } from '../texts/common';
import { Page } from '../view/parts';

export default function Content(_: PageProps) {
  return <Page title={t('committees')} />;
}
