package tunebench.service.job;

import java.util.List;

/** Keeps the jobs that wait, so that the queue outlives the process. */
public interface JobShelf {
  /** Keeps nothing. */
  JobShelf NONE =
      new JobShelf() {
        @Override
        public void add(WaitingJob job) {}

        @Override
        public void remove(String id) {}

        @Override
        public void arrange(List<String> ids) {}

        @Override
        public List<WaitingJob> list() {
          return List.of();
        }
      };

  /** Keeps a job behind all others. */
  void add(WaitingJob job);

  /** Forgets a job that began or was cancelled; one that is not kept is passed over. */
  void remove(String id);

  /** Sets the order; jobs that are not named stay behind those that are. */
  void arrange(List<String> ids);

  /** The jobs in order. */
  List<WaitingJob> list();
}
