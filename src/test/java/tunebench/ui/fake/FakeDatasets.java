package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.List;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Reply;

/** Datasets and what can be asked of them. */
final class FakeDatasets {
  private final List<DatasetInfo> datasets = new ArrayList<>();
  private DataReply.TokenLengths lengths = FakeData.lengths();

  void add(DatasetInfo dataset) {
    datasets.add(dataset);
  }

  /** Lets the training part be of these lengths. */
  void lengths(DataReply.TokenLengths counted) {
    lengths = counted;
  }

  Reply answer(DataRequest<?> request) {
    return switch (request) {
      case DataRequest.Preview preview -> FakeData.preview(preview);
      case DataRequest.Import in -> {
        DatasetInfo made = FakeData.dataset("data-" + (datasets.size() + 1), in.file(), 2995, 5);
        datasets.addFirst(made);
        yield made;
      }
      case DataRequest.Datasets all -> new DataReply.DatasetList(List.copyOf(datasets));
      case DataRequest.DeleteDataset gone -> new Reply.Done();
      case DataRequest.Products page -> {
        List<DataReply.ProductRow> found = new ArrayList<>();
        for (int i = 0; i < page.limit(); i++) {
          found.add(FakeData.product(2 + page.offset() + i));
        }
        yield new DataReply.ProductPage(2645, found);
      }
      case DataRequest.Rejected page -> new DataReply.RejectedPage(5, FakeData.faults());
      case DataRequest.SplitSizes split ->
          new DataReply.SplitSizes(
              2995 - split.data().validation() - split.data().test(),
              split.data().validation(),
              split.data().test(),
              50,
              List.of(900, 610, 380, 240, 160, 110, 80, 60, 40, 30, 20, 10),
              List.of(85, 58, 36, 23, 15, 10, 8, 6, 4, 3, 2, 0));
      case DataRequest.TokenLengths wanted -> lengths;
      case DataRequest.Xray xray -> FakeData.xray(xray);
    };
  }
}
