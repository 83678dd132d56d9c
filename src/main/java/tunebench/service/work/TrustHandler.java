package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import tunebench.protocol.Reply;
import tunebench.protocol.TrustReply;
import tunebench.protocol.TrustRequest;
import tunebench.run.PassportExplanation;

/** Answers about whether a figure is to be believed. */
record TrustHandler(Engine engine) {

  Reply answer(TrustRequest<?> request) throws IOException, InterruptedException {
    // What listeners were told of shall be in the answer.
    engine.recorder().flush();
    RowsFiles files = new RowsFiles(new RowsOf(engine.store()));
    Passports passports = new Passports(engine);
    return switch (request) {
      case TrustRequest.CheckData check -> new DataFindingsOf(engine).of(check, (done, all) -> {});
      case TrustRequest.Evidence evidence -> new EvidenceOf(engine).of(evidence.run());
      case TrustRequest.Atlas atlas -> new AtlasOf(engine).of(atlas.first(), atlas.second());
      case TrustRequest.WriteRows write -> files.write(write.runs(), write.lines());
      case TrustRequest.ReadRows read -> files.read(read.runs(), read.name(), read.text());
      case TrustRequest.PassportOf of -> new TrustReply.PassportFound(passports.read(of.run()));
      case TrustRequest.Explain explain ->
          new TrustReply.Explanation(
              PassportExplanation.of(
                  passports.read(explain.first()), passports.read(explain.second())));
      case TrustRequest.Journal _ -> new TrustReply.Journal(new Journals(engine).entries());
      case TrustRequest.Guess guess -> new TrustReply.Journal(new Journals(engine).guess(guess));
      case TrustRequest.JournalPage _ -> new TrustReply.Page(new JournalPages(engine).page());
      case TrustRequest.OpenJournal open ->
          new TrustReply.Journal(JournalPages.entries(Path.of(open.file())));
    };
  }
}
