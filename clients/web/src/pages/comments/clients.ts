import { CommentService } from '../../../gen/placet/comments/v1/comment_service_pb';
import { ConsensusService } from '../../../gen/placet/comments/v1/consensus_service_pb';
import { clientOf } from '../../api/clients';

export const comments = clientOf(CommentService);
export const consensus = clientOf(ConsensusService);
