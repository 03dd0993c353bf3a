import bug from 'lucide-static/icons/bug.svg?raw';
import building2 from 'lucide-static/icons/building-2.svg?raw';
import bus from 'lucide-static/icons/bus.svg?raw';
import car from 'lucide-static/icons/car.svg?raw';
import cctv from 'lucide-static/icons/cctv.svg?raw';
import circleQuestionMark from 'lucide-static/icons/circle-question-mark.svg?raw';
import cloudRain from 'lucide-static/icons/cloud-rain.svg?raw';
import construction from 'lucide-static/icons/construction.svg?raw';
import dog from 'lucide-static/icons/dog.svg?raw';
import droplets from 'lucide-static/icons/droplets.svg?raw';
import fence from 'lucide-static/icons/fence.svg?raw';
import flame from 'lucide-static/icons/flame.svg?raw';
import graduationCap from 'lucide-static/icons/graduation-cap.svg?raw';
import hammer from 'lucide-static/icons/hammer.svg?raw';
import heartPulse from 'lucide-static/icons/heart-pulse.svg?raw';
import landmark from 'lucide-static/icons/landmark.svg?raw';
import leaf from 'lucide-static/icons/leaf.svg?raw';
import lightbulbOff from 'lucide-static/icons/lightbulb-off.svg?raw';
import mapIcon from 'lucide-static/icons/map.svg?raw';
import megaphone from 'lucide-static/icons/megaphone.svg?raw';
import messageSquareWarning from 'lucide-static/icons/message-square-warning.svg?raw';
import newspaper from 'lucide-static/icons/newspaper.svg?raw';
import palmtree from 'lucide-static/icons/palmtree.svg?raw';
import radioTower from 'lucide-static/icons/radio-tower.svg?raw';
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw';
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw';
import shieldX from 'lucide-static/icons/shield-x.svg?raw';
import ship from 'lucide-static/icons/ship.svg?raw';
import siren from 'lucide-static/icons/siren.svg?raw';
import store from 'lucide-static/icons/store.svg?raw';
import trafficCone from 'lucide-static/icons/traffic-cone.svg?raw';
import trash2 from 'lucide-static/icons/trash-2.svg?raw';
import trees from 'lucide-static/icons/trees.svg?raw';
import trendingUp from 'lucide-static/icons/trending-up.svg?raw';
import userRoundX from 'lucide-static/icons/user-round-x.svg?raw';
import utensils from 'lucide-static/icons/utensils.svg?raw';
import volume2 from 'lucide-static/icons/volume-2.svg?raw';
import waves from 'lucide-static/icons/waves.svg?raw';
import zap from 'lucide-static/icons/zap.svg?raw';
import { onePath } from '../../icons/one-path.ts';

// What events of a locality are about.
const sources: { readonly [name: string]: string } = {
  bug,
  'building-2': building2,
  bus,
  car,
  cctv,
  'circle-question-mark': circleQuestionMark,
  'cloud-rain': cloudRain,
  construction,
  dog,
  droplets,
  fence,
  flame,
  'graduation-cap': graduationCap,
  hammer,
  'heart-pulse': heartPulse,
  landmark,
  leaf,
  'lightbulb-off': lightbulbOff,
  map: mapIcon,
  megaphone,
  'message-square-warning': messageSquareWarning,
  newspaper,
  palmtree,
  'radio-tower': radioTower,
  'shield-alert': shieldAlert,
  'shield-check': shieldCheck,
  'shield-x': shieldX,
  ship,
  siren,
  store,
  'traffic-cone': trafficCone,
  'trash-2': trash2,
  trees,
  'trending-up': trendingUp,
  'user-round-x': userRoundX,
  utensils,
  'volume-2': volume2,
  waves,
  zap,
};

const paths = new Map<string, string>();

/** Path of an event's icon by its lucide name, in a box of 24; an unknown name gives the question mark. */
export function eventIcon(name: string | undefined): string {
  const known = name !== undefined && Object.hasOwn(sources, name) ? name : 'circle-question-mark';
  const found = paths.get(known) ?? onePath(sources[known] ?? '');
  paths.set(known, found);
  return found;
}
