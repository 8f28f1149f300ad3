# What the API says: titles, descriptions, labels and the names of problems.

site-title = nearcare
site-description = ເວລາເດີນທາງໄປຫາການດູແລສຳລັບຜູ້ລອດຊີວິດຈາກວັດຖຸລະເບີດ ແລະ ບ່ອນທີ່ຍັງຂາດການດູແລ.
site-warning = ບໍ່ມີອັນຕະລາຍທີ່ບັນທຶກໄວ້ ບໍ່ໄດ້ໝາຍຄວາມວ່າປອດໄພ. ບໍ່ໃຫ້ໃຊ້ເພື່ອນຳທາງ.
site-skip = ໄປທີ່ເນື້ອຫາ
site-navigation = ເມນູຫຼັກ
site-other-formats = ຮູບແບບອື່ນຂອງໜ້ານີ້
site-language-note = ຊື່ ແລະ ຂໍ້ຄວາມຂອງຊຸດຂໍ້ມູນ ຍັງເປັນພາສາທີ່ໃຊ້ຕອນສ້າງຊຸດນັ້ນ.

page-home = ໜ້າທຳອິດ
page-releases = ຊຸດຂໍ້ມູນ
page-runs = ການຄຳນວນຂອງ { $release }
page-collections = ໝວດຂໍ້ມູນ
page-items = ລາຍການຂອງ { $collection }
page-item = ລາຍການ { $feature } ຂອງ { $collection }
page-conformance = ຄວາມສອດຄ່ອງກັບມາດຕະຖານ
page-api = API, ແຕ່ລະຄຳສັ່ງ
page-queryables = ຄຸນສົມບັດຂອງ { $collection }
page-links = ລິ້ງ
page-next = ໜ້າຕໍ່ໄປ
page-previous = ໜ້າກ່ອນ
page-matched =
    { $matched ->
       *[other] { $returned } ໃນ { $matched } ລາຍການ
    }
page-none = ຢູ່ນີ້ບໍ່ມີສິ່ງທີ່ທ່ານເບິ່ງໄດ້.
page-outline = ຮູບຮ່າງຂອງລາຍການໃນໜ້ານີ້; ຕາຕະລາງບອກຢ່າງດຽວກັນ.
page-no-outline = ລາຍການເຫຼົ່ານີ້ບໍ່ມີຕຳແໜ່ງໃນແຜນທີ່.
page-parameters = ພາຣາມີເຕີ
page-example = ຕົວຢ່າງ
page-required = ຈຳເປັນ
page-yes = ແມ່ນ
page-no = ບໍ່

link-tiles = ແຜ່ນແຜນທີ່ ແລະ ຣາສເຕີຂອງ { $release }
link-comparisons = ການສົມທຽບຂອງ { $release }
link-report = ບົດລາຍງານຊ່ອງຫວ່າງຂອງ { $release }
link-point = ສິ່ງທີ່ບອກກ່ຽວກັບສະຖານທີ່ໜຶ່ງໃນ { $release }
link-processes = ຂະບວນການ
link-jobs = ວຽກ
link-health = ເຊີບເວີພ້ອມ ຫຼື ບໍ່
link-map = ແຜນທີ່
link-maps = ແຜນທີ່
link-offline-map = ແຜນທີ່ທີ່ເປີດໄດ້ໂດຍບໍ່ມີເຄືອຂ່າຍ
link-text = ບົດລາຍງານ
link-comparison = ການສົມທຽບ: { $name }

word-title = ຫົວຂໍ້
word-description = ຄຳອະທິບາຍ
word-property = ຄຸນສົມບັດ
word-unit = ຫົວໜ່ວຍ
word-type = ປະເພດ
word-extent = ຂອບເຂດ (ຕາເວັນຕົກ, ໃຕ້, ຕາເວັນອອກ, ເໜືອ)
word-as-of = ຂໍ້ມູນ ວັນທີ
word-country = ປະເທດ
word-tier = ລະດັບການເຂົ້າເຖິງ
word-version = ເວີຊັນ
word-created = ວັນທີສ້າງ
word-threshold = ເກນເວລາ (ນາທີ)
word-bands = ຊ່ວງເວລາ (ນາທີ)
word-sources = ແຫຼ່ງຂໍ້ມູນ ແລະ ໃບອະນຸຍາດ
word-source = ແຫຼ່ງຂໍ້ມູນ
word-licence = ໃບອະນຸຍາດ
word-date = ວັນທີ
word-disclaimers = ສິ່ງທີ່ຕ້ອງຈື່ໄວ້
word-pages = ແຜນທີ່ ແລະ ບົດລາຍງານ
word-people = ຈຳນວນຄົນ
word-people-beyond = ຈຳນວນຄົນທີ່ເກີນເກນເວລາ
word-gaps = ເຂດທີ່ຂາດການບໍລິການ
word-median = ຄ່າມັດທະຍະຖານ (ນາທີ)

layer-areas = ເຂດການປົກຄອງ
layer-areas-about = ເຂດການປົກຄອງໃນການສຶກສາ ແລະ ປະຊາກອນຂອງແຕ່ລະເຂດ.
layer-access = ການເຂົ້າເຖິງ ແຍກຕາມເຂດ ແລະ ການຄຳນວນ
layer-access-about = ໃນແຕ່ລະເຂດມີຈັກຄົນທີ່ໄປເຖິງການດູແລໃນແຕ່ລະຊ່ວງເວລາ, ສຳລັບທຸກການຄຳນວນ. ແຖວຍອດລວມ ແລະ ແຖວຄົນທີ່ຢູ່ນອກທຸກເຂດ ບໍ່ມີຮູບຮ່າງ.
layer-gaps = ເຂດທີ່ຂາດການບໍລິການ
layer-gaps-about = ເຂດທີ່ຕິດຕໍ່ກັນ ເຊິ່ງມີຄົນອາໄສຢູ່ເກີນເກນເວລາ, ສຳລັບທຸກການຄຳນວນ.
layer-regions = ເຂດທີ່ຂາດການບໍລິການ ພ້ອມສາເຫດ
layer-regions-about = ເຂດທີ່ຂາດການບໍລິການ, ສາເຫດທີ່ການດູແລຢູ່ໄກ, ສິ່ງທີ່ຈະປ່ຽນສິ່ງນັ້ນ ແລະ ລຳດັບຂອງແຕ່ລະເຂດ.
layer-centres = ສູນບໍລິການ
layer-centres-about = ສູນບໍລິການຕາມທີ່ໃຊ້ໃນການສຶກສາ.
layer-hazards = ພື້ນທີ່ອັນຕະລາຍທີ່ບັນທຶກໄວ້
layer-hazards-about = ເຂດທີ່ບັນທຶກໄວ້ວ່າສົງໄສ ຫຼື ຢືນຢັນແລ້ວວ່າມີການປົນເປື້ອນ ແລະ ສະແດງໄດ້. ບໍ່ມີອັນຕະລາຍທີ່ບັນທຶກໄວ້ ບໍ່ໄດ້ໝາຍຄວາມວ່າປອດໄພ.
layer-clearance = ການເກັບກູ້ ແລະ ການເຂົ້າເຖິງ
layer-clearance-about = ການປົດປ່ອຍແຕ່ລະພື້ນທີ່ອັນຕະລາຍຈະປ່ຽນທາງໄປຫາການດູແລແນວໃດ. ຈັດລຳດັບຕາມການເຂົ້າເຖິງເທົ່ານັ້ນ.
layer-disputed_roads = ທາງຜ່ານພື້ນທີ່ອັນຕະລາຍທີ່ບັນທຶກໄວ້
layer-disputed_roads-about = ຊ່ວງທາງທີ່ຜ່ານພື້ນທີ່ອັນຕະລາຍທີ່ບັນທຶກໄວ້ ແລະ ຄົນທີ່ອາໄສທາງນັ້ນ.
layer-places = ສະຖານທີ່ທີ່ມີຊື່
layer-places-about = ເມືອງ, ຕົວເມືອງ, ບ້ານ ແລະ ຊຸມຊົນອື່ນໆ ທີ່ການສຶກສານີ້ລະບຸຊື່. ເປັນສະຖານທີ່, ບໍ່ແມ່ນບຸກຄົນ.

legend-no-data = ບໍ່ມີຄຳຕອບ
legend-no-way = ບໍ່ມີທາງໄປ

problem-400 = ໃຊ້ຕາມທີ່ສົ່ງມາບໍ່ໄດ້
problem-401 = ທ່ານແມ່ນໃຜ?
problem-403 = ບໍ່ອະນຸຍາດ
problem-404 = ບໍ່ມີຢູ່ນີ້
problem-405 = ຕ້ອງໃຊ້ວິທີອື່ນ
problem-406 = ບໍ່ສາມາດໃຫ້ໃນຮູບແບບນັ້ນໄດ້
problem-409 = ບໍ່ໄດ້ໃນສະພາບນີ້
problem-413 = ໃຫຍ່ເກີນໄປ
problem-415 = ບໍ່ຮັບປະເພດນີ້
problem-429 = ຫຼາຍເກີນໄປໃນຕອນນີ້
problem-500 = ຂໍ້ຜິດພາດຂອງ nearcare ເອງ
problem-503 = ຍັງບໍ່ໄດ້ໃນຕອນນີ້
