import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;

/** A server with the protocol of MongoDB on a loopback port, which keeps everything in memory. */
public class MemoryMongo {
  public static void main(String[] args) {
    new MongoServer(new MemoryBackend()).bind("127.0.0.1", Integer.parseInt(args[0]));
    System.out.println("ready");
  }
}
