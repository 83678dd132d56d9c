package tunebench.ui.pane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeRuns;
import tunebench.ui.fake.FakeService;
import tunebench.ui.fake.FakeSteps;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Work;

class TrainingViewModelTest {
  private final FakeService fake = FakeService.used();
  private final Desks desks = Desks.at(fake);
  private final TrainingViewModel model = new TrainingViewModel(desks.desk());

  @Test
  void isEmptyUntilARunIsShown() {
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
  }

  @Test
  void showsAllStepsOfARunThatEnded() {
    model.show("train-1");
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
    assertThat(model.lastProperty().get()).extracting(StepPoint::step).isEqualTo(600);
    assertThat(model.chartsProperty().get().loss()).hasSize(4);
  }

  @Test
  void liveStepsComeBehindThoseThatWereAskedFor() {
    model.show("train-3");
    fake.tell(new Event.Stepped("train-3", FakeSteps.step(213, 3)));
    fake.tell(new Event.Stepped("train-1", FakeSteps.step(599, 0)));
    assertThat(model.lastProperty().get()).extracting(StepPoint::step).isEqualTo(213);
  }

  @Test
  void afterAGapTheMissingStepsAreAskedFor() {
    model.show("train-3");
    fake.tell(new Event.Gap());
    assertThat(fake.asked(RunRequest.Steps.class).getLast().after()).isEqualTo(212);
  }

  @Test
  void afterAGapTheRunAndItsJobStandAsTheServiceHasThem() {
    desks
        .desk()
        .jobs()
        .submit(
            new Task.Train(FakeRuns.trainSpec(1e-4, 32)), job -> model.show(job.run()), why -> {});
    fake.move("job-1", JobState.RUNNING, 10, 600, "");
    fake.lose(new Event.Stepped("run-job-1", FakeSteps.step(11, 0)));
    fake.lose(fake.moved("job-1", JobState.PAUSED, 11, 600, ""));
    fake.lose(
        new Event.RunChanged(
            FakeRuns.summary("run-job-1", RunKind.TRAIN, "course", RunStatus.PAUSED)));

    fake.tell(new Event.Gap());

    assertThat(model.lastProperty().get()).extracting(StepPoint::step).isEqualTo(11);
    assertThat(model.jobProperty().get()).extracting(JobInfo::state).isEqualTo(JobState.PAUSED);
    assertThat(model.recordProperty().get())
        .extracting(record -> record.summary().status())
        .isEqualTo(RunStatus.PAUSED);
  }

  @Test
  void afterAGapTheJobOfAnotherRunIsLeftAlone() {
    desks.desk().jobs().submit(new Task.Train(FakeRuns.trainSpec(1e-4, 32)), job -> {}, why -> {});
    model.show("train-1");
    fake.tell(new Event.Gap());
    assertThat(model.jobProperty().get()).isNull();
  }

  @Test
  void aRunThatCannotBeOpenedSaysWhy() {
    fake.problem(RunRequest.Run.class, "There is no run nine.");
    model.show("nine");
    assertThat(model.screen().phase()).isEqualTo(Phase.FAILED);
    assertThat(model.screen().sentence()).isEqualTo("There is no run nine.");
  }

  @Test
  void pauseAndResumeGoToTheRunsJob() {
    desks
        .desk()
        .jobs()
        .submit(
            new Task.Train(FakeRuns.trainSpec(1e-4, 32)), job -> model.show(job.run()), why -> {});
    fake.move("job-1", JobState.RUNNING, 10, 600, "");
    model.pause();
    assertThat(fake.asked(JobRequest.Pause.class)).containsExactly(new JobRequest.Pause("job-1"));
    model.resume();
    assertThat(fake.asked(JobRequest.Resume.class)).containsExactly(new JobRequest.Resume("job-1"));
  }

  @Test
  void aRunWithoutAJobIsResumedFromItsCheckpoint() {
    model.show("train-3");
    model.resume();
    assertThat(fake.asked(JobRequest.Submit.class).getLast().task())
        .isEqualTo(new Task.ResumeRun("train-3"));
  }

  @Test
  void aRunThatChangesBeforeItsRecordCameIsShownAllTheSame() {
    List<Runnable> late = new ArrayList<>();
    Desks slow = Desks.at(fake, Work.with(Runnable::run, late::add));
    var waiting = new TrainingViewModel(slow.desk());
    waiting.show("train-1");
    fake.tell(
        new Event.RunChanged(
            FakeRuns.summary("train-1", RunKind.TRAIN, "again", RunStatus.RUNNING)));
    while (!late.isEmpty()) {
      late.removeLast().run();
    }
    assertThat(waiting.screen().phase()).isEqualTo(Phase.READY);
    assertThat(waiting.lastProperty().get()).extracting(StepPoint::step).isEqualTo(600);
  }

  @Test
  void pointingFindsTheRowsOfAStep() {
    model.show("train-1");
    model.point(41.2);
    assertThat(model.pointedProperty().get())
        .extracting(StepPoint::rows)
        .isEqualTo(List.of(164, 165, 166, 167));
    model.move(-1);
    assertThat(model.pointedProperty().get()).extracting(StepPoint::step).isEqualTo(40);
  }
}
